package org.meshless.perf.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;

/** How much one server can forward: steps of the fan-out until it can no more. */
@Command(
    name = "capacity",
    description = {
      "fanout at rising rates, by a quarter each (--rate: the first, 400 packets/s published),",
      "until loss > 0.1 % or p99 > 20 ms; the last clean step is the knee and is what is reported."
    },
    mixinStandardHelpOptions = true)
public final class CapacityCommand extends FanoutCommand {
  private static final int FIRST_RATE = 400;
  private static final double FACTOR = 1.25;
  private static final double MAX_P99_US = 20_000;
  private static final int MAX_STEPS = 30;
  private static final double SETTLE_S = 1;

  @Override
  protected String name() {
    return "capacity";
  }

  @Override
  protected org.meshless.perf.media.VideoSource.Plan plan() {
    return super.plan().atPacketsPerSecond(options.rateOr(FIRST_RATE));
  }

  @Override
  protected Measurement measure(Harness harness, long streams, ObjectNode details)
      throws IOException, InterruptedException {
    ArrayNode steps = details.putArray("steps");
    double rate = options.rateOr(FIRST_RATE);
    Measurement clean = null;
    for (int i = 0; i < MAX_STEPS; i++, rate *= FACTOR) {
      harness.stopPublishing();
      source().setPlan(plan().atPacketsPerSecond(rate));
      harness.startPublishing();
      Thread.sleep((long) (SETTLE_S * 1000));
      Measurement step = harness.measure(options.durationS, streams, (seconds, published) -> {});
      String limit = limit(step);
      String saturated = Run.saturated(step, Options.count(options.coresServer));
      say(
          String.format(
              Locale.ROOT,
              "%.0f packets/s out, loss %.4f %%, p50 %.0f µs, p99 %.0f µs, server %.2f cores%s",
              step.packetsPerSecond(),
              100 * step.loss(),
              step.delayUs(50),
              step.delayUs(99),
              step.serverCores(),
              limit == null ? "" : ": " + limit));
      ObjectNode json = steps.addObject();
      json.put("publishedPacketsPerSecond", rate);
      json.put("packetsPerSecond", step.packetsPerSecond());
      json.put("lossPercent", 100 * step.loss());
      json.put("delayUsP50", step.delayUs(50));
      json.put("delayUsP99", step.delayUs(99));
      json.put("serverCores", step.serverCores());
      json.put("saturated", saturated);
      if (limit != null) {
        details.put("limit", limit);
        details.put("limitedBy", saturated == null ? "unknown" : saturated);
        break;
      }
      clean = step;
    }
    if (clean == null) {
      throw new IOException("not even the first step was clean; try a lower --rate");
    }
    details.put("kneePacketsPerSecond", clean.packetsPerSecond());
    return clean;
  }

  private static @org.jspecify.annotations.Nullable String limit(Measurement step) {
    if (step.loss() > Run.MAX_LOSS) {
      return "loss";
    }
    return step.delayUs(99) > MAX_P99_US ? "delay" : null;
  }
}
