package org.meshless.signaling.protocol;

/**
 * A video that a page shows.
 *
 * @param participant the id of the one it shows
 * @param source a camera or a screen
 * @param width in device pixels, from 1 to {@link #MAX_SIDE}
 * @param height in device pixels, from 1 to {@link #MAX_SIDE}
 * @param pinned whether the viewer chose to have it large
 */
public record ViewTile(
    String participant, TrackSource source, int width, int height, boolean pinned) {
  /** More pixels than any screen has. */
  public static final int MAX_SIDE = 65_535;
}
