/**
 * Session descriptions (SDP) and the answer to an offer. Pure: text in, text out.
 *
 * <p>{@link org.meshless.signaling.sdp.SessionDescription} is the typed model, with a parser that
 * takes any text and a writer whose output parses to the same model. {@link
 * org.meshless.signaling.sdp.Answerer} turns an offer into the server's answer and into what was
 * negotiated, in RTP's terms. Everything a dialect does differently ends here.
 */
@NullMarked
package org.meshless.signaling.sdp;

import org.jspecify.annotations.NullMarked;
