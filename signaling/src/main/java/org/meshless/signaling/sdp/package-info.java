/**
 * Session descriptions (SDP) and the answer to an offer. Pure: text in, text out; no clock, no
 * randomness, no thread, no log. Everything that browsers do differently ends here: what leaves is
 * a {@link org.meshless.rtp.session.NegotiatedSession} in RTP's terms.
 *
 * <h2>The model</h2>
 *
 * <p>{@link org.meshless.signaling.sdp.SessionDescription} is RFC 8866 as WebRTC (RFC 8829) uses
 * it: m-lines and typed {@linkplain org.meshless.signaling.sdp.Attribute attributes}, in the order
 * of the text. Its parser takes any text: it never throws, its work is linear in the length, and
 * the length is bounded; a text it refuses is refused with a sentence that names the line and
 * repeats nothing of it. What the writer writes, the parser reads back as the same.
 *
 * <h2>The answer</h2>
 *
 * <p>{@link org.meshless.signaling.sdp.Answerer} works in this order:
 *
 * <ol>
 *   <li>The offer as a whole: one bundle (RFC 8843), RTCP on the same port, mids that a header
 *       extension can carry; after the first offer, m-lines where they were. What breaks one of
 *       these rules rejects the offer.
 *   <li>Each m-line: the codecs the server knows in its order of preference, RTX for each where it
 *       was offered (RFC 4588), feedback as offered, the header extensions the server speaks in the
 *       direction they were offered in (RFC 8285), and then either the simulcast encodings of a
 *       publisher (RFC 8853) or the identity of a slot. What the server has no use for (data
 *       channels, too, for the time being) is rejected alone, with port 0.
 *   <li>The transport: ICE-lite and DTLS passive, described once for the session; the candidates
 *       are in the first accepted m-line of the bundle. The client's own candidates are of no
 *       interest: it is known by the checks it sends.
 * </ol>
 *
 * <p>A slot's identity is made once and kept by mid for as long as its m-line lives, through {@code
 * inactive} and back. The <i>k</i>-th video slot and the <i>k</i>-th audio slot share a stream, so
 * that browsers play them in step.
 *
 * <h2>Dialects</h2>
 *
 * <p>Seen in the offers among the tests, and met:
 *
 * <ul>
 *   <li>Firefox writes fingerprint and direction for the session, unsent m-lines with port 0 and
 *       {@code a=bundle-only}, and some extensions {@code /sendonly}, which the server may then not
 *       send.
 *   <li>Chromium offers {@code a=extmap-allow-mixed} for the session, Firefox in each m-line.
 *   <li>aiortc describes a transport of its own for each m-line and counts extension ids anew in
 *       each; of an id's meanings the first in the bundle counts.
 *   <li>node-datachannel (libdatachannel) offers no header extensions and no RTX.
 * </ul>
 */
@NullMarked
package org.meshless.signaling.sdp;

import org.jspecify.annotations.NullMarked;
