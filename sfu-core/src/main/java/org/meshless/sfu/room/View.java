package org.meshless.sfu.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a participant's page shows, most important first: only this video is sent to it.
 *
 * <p>Immutable.
 *
 * @param tiles at most {@link #MAX_TILES}; pinned ones first
 */
public record View(List<Tile> tiles) {
  /** More than any page shows at once, with some to spare for the next page of tiles. */
  public static final int MAX_TILES = 64;

  public View {
    if (tiles.size() > MAX_TILES) {
      throw new IllegalArgumentException(tiles.size() + " tiles");
    }
    tiles = List.copyOf(tiles);
  }

  /**
   * One video element.
   *
   * @param participantId whose track it shows
   * @param width in device pixels, at least 1
   * @param height in device pixels, at least 1
   */
  public record Tile(
      String participantId, TrackSource source, int width, int height, boolean pinned) {}

  /** Where the track is shown; null for nowhere. */
  @Nullable Tile tile(RoomTrack track) {
    int rank = rank(track);
    return rank < 0 ? null : tiles.get(rank);
  }

  /** The tile's place in the order of importance, from 0; −1 for what is not shown. */
  int rank(RoomTrack track) {
    for (int i = 0; i < tiles.size(); i++) {
      Tile tile = tiles.get(i);
      if (tile.source() == track.source() && tile.participantId().equals(track.publisher().id())) {
        return i;
      }
    }
    return -1;
  }
}
