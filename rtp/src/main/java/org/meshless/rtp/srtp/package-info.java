/**
 * SRTP and SRTCP (RFC 3711) for the profiles of DTLS-SRTP (RFC 5764, RFC 7714), over {@code
 * javax.crypto}.
 *
 * <p>{@link org.meshless.rtp.srtp.SrtpSender} and {@link org.meshless.rtp.srtp.SrtpReceiver} are
 * the two halves of a session; each has its own {@link org.meshless.rtp.srtp.SrtpKeys}.
 */
@NullMarked
package org.meshless.rtp.srtp;

import org.jspecify.annotations.NullMarked;
