package org.meshless.perf.result;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.meshless.perf.measure.RateSample;
import org.meshless.perf.report.Setting;
import org.meshless.perf.scenario.Run;

/** The report as one HTML file that needs nothing else: the table and plots in SVG. */
final class Page {
  private static final List<String> COLOURS =
      List.of("#0a6", "#c50", "#06c", "#a0a", "#880", "#555");
  private static final int WIDTH = 720;
  private static final int HEIGHT = 300;
  private static final int MARGIN = 50;

  private final Report report;
  private final StringBuilder out = new StringBuilder();

  Page(Report report) {
    this.report = report;
  }

  String text() {
    out.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(escape(report.scenario()))
        .append("</title><style>body{font:15px sans-serif;max-width:60em;margin:2em auto}")
        .append("pre{overflow:auto}svg{background:#fafafa}text{font:11px sans-serif}</style>");
    out.append("<h1>").append(escape(report.scenario())).append("</h1><p>");
    out.append(escape(Setting.here().line() + ", seed " + report.seed())).append("</p><pre>");
    out.append(escape(report.table())).append("</pre>");
    delays();
    overTime("Datagrams received per second, over time", RateSample::receivedPerSecond);
    overTime("Server CPU over time, cores", RateSample::serverCores);
    bars("Server CPU per forwarded packet, µs", run -> run.measurement().serverCpuUsPerPacket());
    bars("Forwarded packets per second", run -> run.measurement().packetsPerSecond());
    out.append("<h2>All figures</h2><pre>").append(escape(report.json())).append("</pre></html>\n");
    return out.toString();
  }

  /** Delay by percentile: the further right, the rarer, each decade of nines the same width. */
  private void delays() {
    double top =
        report.runs().stream()
            .mapToDouble(run -> run.measurement().counters().delayNs.getMaxValue() / 1e3)
            .max()
            .orElse(1);
    double maxLog = Math.log10(Math.max(10, top));
    open("Delay by percentile, µs (logarithmic)");
    for (int nines = 0; nines <= 5; nines++) {
      String label = nines == 0 ? "0" : nines == 1 ? "90" : "99." + "9".repeat(nines - 2);
      label(x(nines / 5.0), HEIGHT - MARGIN + 15, nines == 2 ? "99" : label);
    }
    for (int decade = 1; decade <= maxLog; decade++) {
      label(5, y(decade / maxLog), String.valueOf((long) Math.pow(10, decade)));
    }
    for (int i = 0; i < report.runs().size(); i++) {
      Histogram ns = report.runs().get(i).measurement().counters().delayNs;
      StringBuilder points = new StringBuilder();
      for (HistogramIterationValue value : ns.percentiles(4)) {
        double rest = Math.max(1e-5, 1 - value.getPercentileLevelIteratedTo() / 100);
        double us = Math.max(1, value.getValueIteratedTo() / 1e3);
        points.append(format("%.1f,%.1f ", x(-Math.log10(rest) / 5), y(Math.log10(us) / maxLog)));
      }
      line(i, points);
    }
    out.append("</svg>");
  }

  /** A line for each run, from its window's beginning to its end. */
  private void overTime(String title, ToDoubleFunction<RateSample> value) {
    double length = 1e-3;
    double top = 1e-9;
    for (Run run : report.runs()) {
      for (RateSample rate : run.measurement().rates()) {
        length = Math.max(length, rate.atSeconds());
        top = Math.max(top, value.applyAsDouble(rate));
      }
    }
    open(title);
    for (int quarter = 0; quarter <= 4; quarter++) {
      String level = format(top < 10 ? "%.2f" : "%.0f", top * quarter / 4);
      label(5, y(quarter / 4.0), level);
      label(x(quarter / 4.0), HEIGHT - MARGIN + 15, format("%.1f s", length * quarter / 4));
    }
    for (int i = 0; i < report.runs().size(); i++) {
      StringBuilder points = new StringBuilder();
      for (RateSample rate : report.runs().get(i).measurement().rates()) {
        double of = Math.max(0, value.applyAsDouble(rate));
        points.append(format("%.1f,%.1f ", x(rate.atSeconds() / length), y(of / top)));
      }
      line(i, points);
    }
    out.append("</svg>");
  }

  private void line(int run, StringBuilder points) {
    out.append("<polyline fill=\"none\" stroke=\"").append(colour(run));
    out.append("\" points=\"").append(points).append("\"/>");
    label(WIDTH - 150, 20 + 14 * run, name(run));
    out.append(
        format(
            "<rect x=\"%d\" y=\"%d\" width=\"8\" height=\"8\" fill=\"%s\"/>",
            WIDTH - 162, 12 + 14 * run, colour(run)));
  }

  private void bars(String title, ToDoubleFunction<Run> value) {
    double top = report.runs().stream().mapToDouble(value).max().orElse(1);
    open(title);
    int count = report.runs().size();
    for (int i = 0; i < count; i++) {
      double of = Math.max(0, value.applyAsDouble(report.runs().get(i)));
      double left = x((i + 0.2) / count);
      double width = (WIDTH - 2.0 * MARGIN) / count * 0.6;
      double height = (HEIGHT - 2.0 * MARGIN) * of / Math.max(1e-9, top);
      out.append(
          format(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
              left, HEIGHT - MARGIN - height, width, height, colour(i)));
      label(left, HEIGHT - MARGIN - height - 4, format("%.2f", of));
      label(left, HEIGHT - MARGIN + 15, name(i));
    }
    out.append("</svg>");
  }

  private void open(String title) {
    out.append("<h2>").append(escape(title)).append("</h2>");
    out.append(format("<svg width=\"%d\" height=\"%d\">", WIDTH, HEIGHT));
  }

  private void label(double x, double y, String text) {
    out.append(format("<text x=\"%.1f\" y=\"%.1f\">", x, y)).append(escape(text)).append("</text>");
  }

  private String name(int run) {
    Run named = report.runs().get(run);
    return named.target() + " " + (run + 1) + (named.valid() ? "" : " (invalid)");
  }

  private static double x(double share) {
    return MARGIN + (WIDTH - 2 * MARGIN) * share;
  }

  private static double y(double share) {
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share;
  }

  private static String colour(int i) {
    return COLOURS.get(i % COLOURS.size());
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's own
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
