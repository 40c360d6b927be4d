package org.meshless.rtp.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.ext.ExtensionMap;

/**
 * One m-line as negotiated.
 *
 * @param mid its identification tag (RFC 5888)
 * @param direction the server's: {@code RECVONLY} if the participant publishes on it, {@code
 *     SENDONLY} for a slot, {@code INACTIVE} if it rests
 * @param payloadTypes the codecs both sides know, by the participant's numbers
 * @param extensions the ids the participant may use towards the server
 * @param sendExtensions the ids the server may use towards the participant
 * @param rids the simulcast encodings the participant offered to send, in its order; empty for none
 * @param sources the streams the participant announced by SSRC; empty where it relies on MID and
 *     RID
 * @param outbound the slot's identity; null unless the server sends here
 */
public record MediaSection(
    String mid,
    MediaKind kind,
    Direction direction,
    PayloadTypeMap payloadTypes,
    ExtensionMap extensions,
    ExtensionMap sendExtensions,
    List<String> rids,
    List<InboundSource> sources,
    @Nullable OutboundStream outbound) {
  public MediaSection {
    rids = List.copyOf(rids);
    sources = List.copyOf(sources);
  }
}
