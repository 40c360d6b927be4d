package org.meshless.perf.client;

import java.util.List;
import org.meshless.perf.media.MediaSource;
import org.meshless.perf.media.PublishedTrack;

/**
 * What is published on one m-line: a stream, or the layers of one picture (simulcast, RFC 8853).
 *
 * @param layers at least one, the smallest picture first
 */
public record Publication(List<Layer> layers) {
  /**
   * One stream of it.
   *
   * @param rid its name (RFC 8851); empty where there is only one
   */
  public record Layer(String rid, PublishedTrack track, MediaSource source) {}

  public Publication {
    layers = List.copyOf(layers);
  }

  /** A single stream. */
  public Publication(PublishedTrack track, MediaSource source) {
    this(List.of(new Layer("", track, source)));
  }

  public boolean video() {
    return layers.getFirst().track().video();
  }
}
