package org.meshless.sfu.room;

import org.meshless.rtp.bwe.Layer;

/**
 * One way to forward a track: a simulcast stream, or the layers of one up to a spatial and a
 * temporal one.
 *
 * <p>Immutable, but for what it refers to.
 *
 * @param stream the one that is forwarded
 * @param rank of the stream among the track's, see {@link RoomTrack#rank}
 * @param layer what it is for the allocator; its spatial id counts through the layers of all
 *     streams
 * @param spatialId the highest spatial layer of the stream
 * @param temporalId the highest temporal layer of the stream
 */
record Way(RoomStream stream, int rank, Layer layer, int spatialId, int temporalId) {
  /** What the publisher has to send for it, see {@link RoomTrack.Origin#onNeeded}. */
  int needs() {
    return stream.rid() == null ? (1 << (spatialId + 1)) - 1 : 1 << rank;
  }
}
