package org.meshless.perf.network;

import java.util.ArrayList;
import java.util.List;
import org.meshless.perf.report.Spread;

/**
 * Some time under unchanging conditions, and what the viewer saw of it, second by second.
 *
 * @param title for people
 * @param seconds one state for each
 * @param longestGapMs the longest wait for a frame
 */
record Phase(String title, List<Viewer.State> seconds, double longestGapMs) {
  Phase {
    seconds = List.copyOf(seconds);
  }

  /** Bits per second of video in each second but the first. */
  private List<Double> rates() {
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i < seconds.size(); i++) {
      Viewer.State before = seconds.get(i - 1);
      Viewer.State now = seconds.get(i);
      double elapsedMs = now.atMs() - before.atMs();
      if (elapsedMs > 0) {
        rates.add((now.bytes() - before.bytes()) * 8_000 / elapsedMs);
      }
    }
    return rates;
  }

  /** What it came to: the median of the last third, in bits per second. */
  double settledBps() {
    List<Double> rates = rates();
    return new Spread(rates.subList(rates.size() * 2 / 3, rates.size())).median();
  }

  /** The lines of the picture at the end. */
  int settledHeight() {
    return seconds.getLast().height();
  }

  /** After how many seconds the picture had the size that it kept to the end. */
  int settledAfterS() {
    int from = seconds.size() - 1;
    while (from > 0 && seconds.get(from - 1).height() == settledHeight()) {
      from--;
    }
    return from;
  }
}
