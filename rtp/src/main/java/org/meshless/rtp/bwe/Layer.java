package org.meshless.rtp.bwe;

/**
 * One way in which a video can be forwarded: a spatial layer (or simulcast encoding) with the
 * temporal layers up to one.
 *
 * @param spatialId 0 for the smallest picture
 * @param temporalId 0 for the lowest rate of pictures
 * @param width of the picture in pixels; 0 if it is not known
 * @param height of the picture in pixels; 0 if it is not known
 * @param bps what it costs, with all layers it needs, headers included
 */
public record Layer(int spatialId, int temporalId, int width, int height, long bps) {
  long pixels() {
    return (long) width * height;
  }

  /** "320×180", or the layer's number where the size is not known. */
  String size() {
    return height > 0 ? width + "×" + height : "layer " + spatialId;
  }
}
