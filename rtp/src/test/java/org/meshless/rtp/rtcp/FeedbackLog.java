package org.meshless.rtp.rtcp;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a {@link TransportFeedback} says: "7" for a loss, "8@1000" for an arrival. */
final class FeedbackLog implements TransportFeedback.Visitor {
  private static final long WRAP_NS = (1L << 24) * 64_000_000;

  final List<String> entries = new ArrayList<>();
  final List<Integer> sequenceNumbers = new ArrayList<>();

  /** With arrivals in µs, taken modulo the 12.4 days after which reference times repeat. */
  static FeedbackLog of(TransportFeedback feedback) {
    FeedbackLog log = new FeedbackLog();
    feedback.forEach(log);
    return log;
  }

  /** Everything up to the last arrival. */
  List<String> withoutTrailingLosses() {
    int end = entries.size();
    while (end > 0 && !entries.get(end - 1).contains("@")) {
      end--;
    }
    return entries.subList(0, end);
  }

  @Override
  public void onReceived(int sequenceNumber, long arrivalNs) {
    sequenceNumbers.add(sequenceNumber);
    entries.add(sequenceNumber + "@" + Math.floorMod(arrivalNs, WRAP_NS) / 1000);
  }

  @Override
  public void onNotReceived(int sequenceNumber) {
    sequenceNumbers.add(sequenceNumber);
    entries.add(String.valueOf(sequenceNumber));
  }
}
