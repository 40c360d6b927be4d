package org.meshless.perf.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.media.PatternedPayloads;
import org.meshless.perf.media.PayloadPattern;
import org.meshless.perf.media.Payloads;
import org.meshless.perf.media.PublishedTrack;

/** All tracks of a run, by their id. Thread-safe. */
public final class Tracks {
  private final CopyOnWriteArrayList<PublishedTrack> tracks = new CopyOnWriteArrayList<>();
  private final PayloadPattern pattern;

  public Tracks(long seed) {
    pattern = new PayloadPattern(seed);
  }

  /** A track of payloads that can be recognised. */
  public synchronized PublishedTrack add(boolean video) {
    int id = tracks.size();
    return add(new PublishedTrack(id, video, new PatternedPayloads(id, video, pattern)));
  }

  /** A track that can be recognised, but whose packets no window counts. */
  public synchronized PublishedTrack addBackground(boolean video) {
    PublishedTrack track = add(video);
    track.countNever();
    return track;
  }

  /** A track that only a decoder understands. */
  public synchronized PublishedTrack add(boolean video, Payloads payloads) {
    return add(new PublishedTrack(tracks.size(), video, payloads));
  }

  private PublishedTrack add(PublishedTrack track) {
    tracks.add(track);
    return track;
  }

  @Nullable PublishedTrack get(int id) {
    return id >= 0 && id < tracks.size() ? tracks.get(id) : null;
  }

  public List<PublishedTrack> all() {
    return tracks;
  }
}
