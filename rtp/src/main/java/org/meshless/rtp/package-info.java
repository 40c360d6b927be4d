/** RTP as a pure library: the JDK only, no I/O, no clock, no thread. */
@NullMarked
package org.meshless.rtp;

import org.jspecify.annotations.NullMarked;
