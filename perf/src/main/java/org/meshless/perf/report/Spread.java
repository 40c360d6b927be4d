package org.meshless.perf.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * How measured values spread. Percentiles are by nearest rank: always a value that was measured.
 *
 * @param values all of them, in the order they were measured; at least one
 */
public record Spread(List<Double> values) {

  public Spread {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    values = List.copyOf(values);
  }

  public double median() {
    return percentile(50);
  }

  public double max() {
    return percentile(100);
  }

  /**
   * The smallest value that at least this share of all values does not exceed.
   *
   * @param percent above 0, at most 100
   */
  public double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * values.size());
    return values.stream().sorted().toList().get(Math.max(rank, 1) - 1);
  }

  /** Adds median, p90, max and all values under names that end in the unit. */
  public void addTo(ObjectNode json, String unit) {
    json.put("median" + unit, median()).put("p90" + unit, percentile(90)).put("max" + unit, max());
    var all = json.putArray("values" + unit);
    values.forEach(all::add);
  }

  /** One line for people. */
  public String line(String unit) {
    return String.format(
        Locale.ROOT,
        "median %.0f, p90 %.0f, max %.0f %s (%d runs)",
        median(),
        percentile(90),
        max(),
        unit,
        values.size());
  }
}
