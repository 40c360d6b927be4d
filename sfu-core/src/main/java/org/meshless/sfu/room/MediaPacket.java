package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.ext.DependencyDescriptor;
import org.meshless.rtp.ext.DependencyNumbers;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.session.PayloadType;

/**
 * A publisher's packet on its way through a room: decrypted, parsed once, shared by reference by
 * every subscriber and by the retransmission rings, on whatever loop, never copied and never
 * written to.
 *
 * <p>Immutable.
 *
 * @param stream the layer it belongs to
 * @param payloadType the publisher's payload type; its codec is what subscribers match
 * @param descriptor what the codec's payload format says of it
 * @param dependencies its dependency descriptor; null where it has none or none that can be read
 * @param extendedSeq its sequence number without wrap
 * @param captureNs when it was captured, on the server's clock; until that is known, when it came
 */
record MediaPacket(
    StreamDescription stream,
    RtpPacket rtp,
    PayloadType payloadType,
    PayloadDescriptor descriptor,
    @Nullable DependencyDescriptor dependencies,
    long extendedSeq,
    long captureNs) {

  /**
   * Whether a receiver that knows nothing of the stream can begin with this packet: the first one
   * of a key frame and, where the stream has dependency descriptors, one that brings the structure
   * which all later ones refer to.
   */
  boolean startsKeyFrame() {
    if (!descriptor.startsKeyFrame()) {
      return false;
    }
    int length = rtp.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    int offset = rtp.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    return length < DependencyNumbers.MIN_LENGTH
        || DependencyNumbers.hasStructure(rtp.bytes(), offset, length);
  }
}
