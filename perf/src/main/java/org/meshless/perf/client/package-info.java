/**
 * Participants as the server sees them: ICE, DTLS, SRTP, media out and in, RTCP as browsers send
 * it.
 */
@NullMarked
package org.meshless.perf.client;

import org.jspecify.annotations.NullMarked;
