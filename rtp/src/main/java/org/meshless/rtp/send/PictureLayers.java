package org.meshless.rtp.send;

import java.util.Arrays;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.codec.Vp9Descriptor;

/**
 * The layers forwarded of a VP8 or VP9 stream that says in each packet which layer it is of. Down
 * at any picture; up by VP8's layer sync bit and VP9's switching up point, by a frame that depends
 * on none but those below it in its picture, or at a key frame.
 *
 * <p>Confined to its MediaLoop.
 */
final class PictureLayers {
  /** Pictures whose packets may still come. */
  private static final int REMEMBERED = 64;

  private final long[] timestamps = new long[REMEMBERED];
  private final byte[] limits = new byte[REMEMBERED]; // spatial id << 4 | temporal id
  private int count;
  private int spatialId;
  private int temporalId;
  private int highestSpatialId;
  private boolean mayStepUp;

  PictureLayers() {
    restart();
  }

  void restart() {
    count = 0;
    Arrays.fill(timestamps, -1);
    spatialId = 0;
    temporalId = 0;
    highestSpatialId = 0;
    mayStepUp = false;
  }

  int spatialId() {
    return spatialId;
  }

  int temporalId() {
    return temporalId;
  }

  int highestSpatialId() {
    return highestSpatialId;
  }

  /** A packet of VP8. */
  void onPicture(long timestamp, Vp8Descriptor vp8, int wantedTemporalId) {
    if (!isNew(timestamp)) {
      return;
    }
    temporalId = Math.min(temporalId, wantedTemporalId);
    if (vp8.keyFrame()) {
      temporalId = wantedTemporalId;
    } else if (vp8.layerSync() && vp8.temporalId() <= wantedTemporalId) {
      temporalId = Math.max(temporalId, vp8.temporalId());
    }
    remember(timestamp);
  }

  /** A packet of VP9. */
  void onPicture(long timestamp, Vp9Descriptor vp9, int wantedSpatialId, int wantedTemporalId) {
    highestSpatialId = Math.max(highestSpatialId, vp9.spatialId());
    if (isNew(timestamp)) {
      spatialId = Math.min(spatialId, wantedSpatialId);
      temporalId = Math.min(temporalId, wantedTemporalId);
      if (vp9.startsKeyFrame()) {
        highestSpatialId = vp9.spatialLayers() > 0 ? vp9.spatialLayers() - 1 : highestSpatialId;
        spatialId = Math.min(wantedSpatialId, highestSpatialId);
        temporalId = wantedTemporalId;
      } else if (mayStepUp) {
        temporalId = wantedTemporalId;
      }
      // Whether the next picture may be of a higher layer than this one's, by this one's word.
      mayStepUp = vp9.switchingUpPoint() && vp9.temporalId() <= temporalId;
      remember(timestamp);
    }
    boolean startsLayer =
        vp9.startOfFrame()
            && !vp9.predictedFromPictures()
            && vp9.spatialId() == spatialId + 1
            && vp9.spatialId() <= wantedSpatialId
            && isNewest(timestamp);
    if (startsLayer) {
      spatialId++;
      limits[index(count - 1)] = limit();
    }
  }

  /** Whether a packet of these layers is forwarded. */
  boolean forwards(long timestamp, int spatialId, int temporalId) {
    int limit = limitOf(timestamp);
    return spatialId <= limit >> 4 && temporalId <= (limit & 0xf);
  }

  /** Whether no layer above this one is forwarded of the picture. */
  boolean isHighest(long timestamp, int spatialId) {
    return spatialId == limitOf(timestamp) >> 4;
  }

  private boolean isNew(long timestamp) {
    return count == 0 || (int) (timestamp - timestamps[index(count - 1)]) > 0;
  }

  private boolean isNewest(long timestamp) {
    return timestamp == timestamps[index(count - 1)];
  }

  private void remember(long timestamp) {
    timestamps[index(count)] = timestamp;
    limits[index(count)] = limit();
    count++;
  }

  /** What was decided for a picture; for one never seen, what holds for its neighbours. */
  private int limitOf(long timestamp) {
    for (int i = count - 1; i >= Math.max(0, count - REMEMBERED); i--) {
      if ((int) (timestamp - timestamps[index(i)]) >= 0) {
        return limits[index(i)];
      }
    }
    return limit();
  }

  private byte limit() {
    return (byte) (spatialId << 4 | temporalId);
  }

  private static int index(int picture) {
    return picture & (REMEMBERED - 1);
  }
}
