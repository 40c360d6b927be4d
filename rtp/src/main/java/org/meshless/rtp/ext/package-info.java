/** RTP header extensions (RFC 8285): which id means what, finding, writing and reading values. */
@NullMarked
package org.meshless.rtp.ext;

import org.jspecify.annotations.NullMarked;
