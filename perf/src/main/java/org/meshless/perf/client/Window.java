package org.meshless.perf.client;

import java.util.List;
import org.meshless.perf.media.PublishedTrack;

/**
 * Which packets count: those due between its opening and its closing. Opened and closed by the
 * scenario, read by the loops.
 */
public final class Window {
  private final Tracks tracks;
  private volatile int number;
  private volatile boolean open;

  public Window(Tracks tracks) {
    this.tracks = tracks;
  }

  /** Begins to count anew. */
  public synchronized void open() {
    number = number + 1;
    for (PublishedTrack track : tracks.all()) {
      track.openWindow();
    }
    open = true;
  }

  /** What is published from now on does not count; what is on its way does. */
  public void close() {
    for (PublishedTrack track : tracks.all()) {
      track.closeWindow();
    }
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** Changes with each opening. */
  int number() {
    return number;
  }

  /** Packets that the window's tracks published in it, all together. */
  public long published() {
    List<PublishedTrack> all = tracks.all();
    return all.stream().mapToLong(PublishedTrack::publishedInWindow).sum();
  }
}
