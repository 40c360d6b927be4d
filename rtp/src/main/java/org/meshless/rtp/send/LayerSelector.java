package org.meshless.rtp.send;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.codec.Vp9Descriptor;
import org.meshless.rtp.ext.DependencyDescriptor;

/**
 * Chooses which packets of one encoded stream a subscriber gets: those of the spatial and temporal
 * layers up to what is wanted, changed only where a decoder can follow.
 *
 * <p>By the dependency descriptor for any codec that has it, else by the payload descriptor of VP9
 * (RFC 9628 §4.2) or VP8 (RFC 7741 §4.2, temporal layers only); a stream that tells nothing of
 * layers is forwarded whole. Simulcast encodings are streams of their own: which one is forwarded
 * is decided elsewhere, at key frames.
 *
 * <p>Decides for whole frames: the packets of a frame share its fate, however late they come.
 * Confined to its MediaLoop; allocates nothing for a packet.
 */
public final class LayerSelector {
  /** More than any stream has. */
  public static final int ALL = 7;

  private final DecodeTargets decodeTargets = new DecodeTargets();
  private final PictureLayers pictureLayers = new PictureLayers();
  private int wantedSpatialId = ALL;
  private int wantedTemporalId = ALL;
  private int spatialId = ALL; // what was wanted when the newest picture began
  private int temporalId = ALL;
  private long newestTimestamp;
  private boolean begun;
  private boolean byDecodeTargets;
  private boolean endsPicture;

  /** A selector that forwards all layers. */
  public LayerSelector() {}

  /**
   * Sets what is wanted from the next picture on; reached as soon as decoding allows.
   *
   * @param spatialId the highest spatial layer, 0 … {@link #ALL}
   * @param temporalId the highest temporal layer, 0 … {@link #ALL}
   */
  public void want(int spatialId, int temporalId) {
    wantedSpatialId = spatialId;
    wantedTemporalId = temporalId;
  }

  /** Another stream begins, at a key frame. */
  public void restart() {
    decodeTargets.restart();
    pictureLayers.restart();
    begun = false;
    byDecodeTargets = false;
  }

  /**
   * Whether a packet is forwarded.
   *
   * @param timestamp of the packet: pictures are told apart by it
   * @param descriptor of its payload
   * @param dependencies its dependency descriptor; null if it has none or none that can be read
   */
  public boolean forwards(
      long timestamp, PayloadDescriptor descriptor, @Nullable DependencyDescriptor dependencies) {
    endsPicture = false;
    if (!begun || (int) (timestamp - newestTimestamp) > 0) {
      begun = true;
      newestTimestamp = timestamp;
      spatialId = wantedSpatialId;
      temporalId = wantedTemporalId;
    }
    if (dependencies != null) {
      byDecodeTargets = true;
      boolean forwarded = decodeTargets.forwards(dependencies, spatialId, temporalId);
      endsPicture = forwarded && decodeTargets.endsPicture(dependencies);
      return forwarded;
    }
    if (byDecodeTargets) {
      // The structure was lost: until the next one nobody can say what this is.
      return true;
    }
    if (descriptor instanceof Vp9Descriptor vp9 && vp9.temporalId() >= 0) {
      pictureLayers.onPicture(timestamp, vp9, spatialId, temporalId);
      boolean forwarded = pictureLayers.forwards(timestamp, vp9.spatialId(), vp9.temporalId());
      endsPicture =
          forwarded && vp9.endOfFrame() && pictureLayers.isHighest(timestamp, vp9.spatialId());
      return forwarded;
    }
    if (descriptor instanceof Vp8Descriptor vp8 && vp8.temporalId() >= 0) {
      pictureLayers.onPicture(timestamp, vp8, temporalId);
      return pictureLayers.forwards(timestamp, 0, vp8.temporalId());
    }
    return true;
  }

  /**
   * Whether the packet that was just forwarded is the last of its picture now that higher layers
   * are left out: then it is to bear RTP's marker.
   */
  public boolean endsPicture() {
    return endsPicture;
  }

  /** Whether what is wanted cannot be had without a key frame. */
  public boolean awaitsKeyFrame() {
    return byDecodeTargets
        ? decodeTargets.awaitsKeyFrame(wantedSpatialId, wantedTemporalId)
        : pictureLayers.spatialId() < Math.min(wantedSpatialId, pictureLayers.highestSpatialId());
  }

  /** The highest spatial layer that is forwarded now, 0 … 7. */
  public int spatialId() {
    return byDecodeTargets ? decodeTargets.spatialId() : pictureLayers.spatialId();
  }

  /** The highest temporal layer that is forwarded now, 0 … 7. */
  public int temporalId() {
    return byDecodeTargets ? decodeTargets.temporalId() : pictureLayers.temporalId();
  }
}
