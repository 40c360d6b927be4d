/** RTP packets as views over bytes (RFC 3550), and arithmetic on the numbers that wrap. */
@NullMarked
package org.meshless.rtp.packet;

import org.jspecify.annotations.NullMarked;
