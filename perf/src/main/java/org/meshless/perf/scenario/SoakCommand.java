package org.meshless.perf.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.meshless.perf.media.VideoSource;
import org.meshless.perf.targets.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A fan-out that goes on and on while others come and go: nothing may grow. */
@Command(
    name = "soak",
    description = {
      "fanout for --duration while --churn people join and leave, one after the other: heap,",
      "resident memory, threads and descriptors are looked at every --every seconds, and must",
      "stay as they were after the first third. Run it for 1800 seconds, or 60 to try."
    },
    mixinStandardHelpOptions = true)
public final class SoakCommand extends FanoutCommand {
  private static final String CHURN_ROOM = "perf-soak";
  private static final int MEDIA_WITHIN_S = 20;

  /** By how much the median of the last third may exceed that of the middle one. */
  private static final double GROWTH = 1.1;

  private static final long SLACK_BYTES = 8 << 20;
  private static final long SLACK_THREADS = 4;

  @Option(
      names = "--every",
      paramLabel = "S",
      description = "seconds between two looks; default: ${DEFAULT-VALUE}")
  private double everyS = 5;

  @Option(
      names = "--churn",
      paramLabel = "N",
      description = "joins between two looks; default: ${DEFAULT-VALUE}")
  private int churn = 5;

  @Override
  protected String name() {
    return "soak";
  }

  @Override
  protected long join(Harness harness) throws IOException, InterruptedException {
    long streams = super.join(harness);
    VideoSource camera =
        new VideoSource(new VideoSource.Plan(options.shape, 30, 2, 500, 1), options.seed);
    harness.join(
        new Target.Role(CHURN_ROOM, "publisher", List.of(harness.background(true, camera)), 0, 0));
    return streams;
  }

  @Override
  protected Measurement measure(Harness harness, long streams, ObjectNode details)
      throws IOException, InterruptedException {
    List<Footprint> looks = new ArrayList<>();
    ArrayNode samples = details.putArray("samples");
    Thread watcher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (true) {
                      comeAndGo(harness);
                      Thread.sleep((long) (everyS * 1000));
                      synchronized (looks) {
                        looks.add(Footprint.of(harness.target(), harness.probe()));
                      }
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Measurement measurement =
        harness.measure(options.durationS, streams, progress(options.durationS));
    watcher.interrupt();
    watcher.join();
    synchronized (looks) {
      for (Footprint look : looks) {
        samples
            .addObject()
            .put("heapBytes", look.heapBytes())
            .put("rssBytes", look.rssBytes())
            .put("threads", look.threads())
            .put("descriptors", look.descriptors());
      }
      ObjectNode grown = details.putObject("grown");
      grown.put("heap", grows(looks, Footprint::heapBytes, SLACK_BYTES));
      grown.put("rss", grows(looks, Footprint::rssBytes, SLACK_BYTES));
      grown.put("threads", grows(looks, Footprint::threads, SLACK_THREADS));
      grown.put("descriptors", grows(looks, Footprint::descriptors, SLACK_THREADS));
    }
    return measurement;
  }

  private void comeAndGo(Harness harness) throws InterruptedException {
    for (int i = 0; i < churn; i++) {
      try {
        JoinsCommand.joinAndLeave(harness, CHURN_ROOM, "passer-by " + i, MEDIA_WITHIN_S);
      } catch (IOException e) {
        say("somebody could not join: " + e.getMessage());
      }
    }
  }

  /** Whether the last third of the looks shows more than the middle one. */
  static boolean grows(List<Footprint> looks, ToLongFunction<Footprint> of, long slack) {
    int third = looks.size() / 3;
    if (third == 0) {
      return false;
    }
    long middle = median(looks.subList(third, 2 * third), of);
    long last = median(looks.subList(looks.size() - third, looks.size()), of);
    return last > middle + slack && last > (long) (middle * GROWTH);
  }

  private static long median(List<Footprint> looks, ToLongFunction<Footprint> of) {
    return looks.stream().mapToLong(of).sorted().skip(looks.size() / 2).findFirst().orElse(0);
  }

  /** Growth is a fault: such a run shows a leak. */
  @Override
  protected List<String> faults(ObjectNode details) {
    List<String> faults = new ArrayList<>();
    details
        .path("grown")
        .properties()
        .forEach(
            grown -> {
              if (grown.getValue().asBoolean()) {
                faults.add(grown.getKey() + " grew");
              }
            });
    return faults;
  }
}
