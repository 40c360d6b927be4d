package org.meshless.perf.recover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.meshless.perf.report.Spread;

/** One thing that was broken several times, and what was measured each time. Confined. */
final class Outage {
  private final String field;
  private final String title;
  private final List<Double> valuesMs = new ArrayList<>();

  /**
   * Nothing measured yet.
   *
   * @param field its name in JSON
   * @param title for people: what broke, and until when
   */
  Outage(String field, String title) {
    this.field = field;
    this.title = title;
  }

  void add(double ms) {
    valuesMs.add(Math.max(0, ms));
  }

  String line() {
    return "%-68s %s".formatted(title, new Spread(valuesMs).line("ms"));
  }

  void addTo(ObjectNode json) {
    new Spread(valuesMs).addTo(json.putObject(field), "Ms");
  }
}
