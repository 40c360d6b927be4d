@NullMarked
package org.meshless.rtp.srtp;

import org.jspecify.annotations.NullMarked;
