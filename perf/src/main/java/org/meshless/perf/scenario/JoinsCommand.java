package org.meshless.perf.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.meshless.perf.media.VideoSource;
import org.meshless.perf.targets.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * People come and go while a fan-out runs: how long each waits for the first packet, counted from
 * when the schedule had them press Join, and what that does to those who sit.
 */
@Command(
    name = "joins",
    description = {
      "--rate (50) people a second join rooms of their own, where somebody publishes already, wait",
      "for media and leave; meanwhile a fanout to --subscribers (50) runs, whose delay is reported."
    },
    mixinStandardHelpOptions = true)
public final class JoinsCommand extends FanoutCommand {
  private static final double JOINS_PER_SECOND = 50;
  private static final int PUBLISHED_PACKETS_PER_SECOND = 800;
  private static final int ROOMS = 8;
  private static final int MEDIA_WITHIN_S = 20;
  private static final long LONGEST_US = 60_000_000;
  private static final int MAX_UNDER_WAY = 2000;

  @Option(
      names = "--fanout-rate",
      paramLabel = "N",
      description = "packets/s that the fanout publishes; default: ${DEFAULT-VALUE}")
  private int fanoutRate = PUBLISHED_PACKETS_PER_SECOND;

  @Override
  protected String name() {
    return "joins";
  }

  @Override
  protected VideoSource.Plan plan() {
    return super.plan().atPacketsPerSecond(fanoutRate);
  }

  /** In each of some rooms somebody whose picture the newcomers wait for. */
  @Override
  protected long join(Harness harness) throws IOException, InterruptedException {
    long streams = super.join(harness);
    for (int i = 0; i < ROOMS; i++) {
      var camera = new VideoSource(new VideoSource.Plan(options.shape, 30, 2, 500, 1), i);
      harness.join(
          new Target.Role(room(i), "publisher", List.of(harness.background(true, camera)), 0, 0));
    }
    return streams;
  }

  private static String room(int i) {
    return "perf-joins-" + i % ROOMS;
  }

  @Override
  protected Measurement measure(Harness harness, long streams, ObjectNode details)
      throws IOException, InterruptedException {
    double perSecond = options.rateOr(JOINS_PER_SECOND);
    Histogram toMediaUs = new Histogram(LONGEST_US, 3);
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    long startNs = System.nanoTime();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Thread schedule =
          Thread.ofVirtual()
              .start(() -> come(harness, executor, startNs, perSecond, toMediaUs, failures));
      Measurement fanout = harness.measure(options.durationS, streams, progress(options.durationS));
      schedule.join();
      executor.shutdown();
      boolean _ = executor.awaitTermination(MEDIA_WITHIN_S, TimeUnit.SECONDS);
      report(details, toMediaUs, failures, (System.nanoTime() - startNs) / 1e9);
      return fanout;
    }
  }

  /** Sends everybody in when they are due, however long those before them take. */
  private void come(
      Harness harness,
      ExecutorService executor,
      long startNs,
      double perSecond,
      Histogram toMediaUs,
      ConcurrentLinkedQueue<String> failures) {
    AtomicInteger underWay = new AtomicInteger();
    long count = (long) (options.durationS * perSecond);
    for (long i = 0; i < count; i++) {
      long dueNs = startNs + (long) (i * 1e9 / perSecond);
      LockSupport.parkNanos(dueNs - System.nanoTime());
      if (underWay.get() >= MAX_UNDER_WAY) {
        failures.add("too many under way");
        continue;
      }
      int number = (int) i;
      underWay.incrementAndGet();
      executor.execute(
          () -> {
            try {
              long mediaNs =
                  joinAndLeave(harness, room(number), "newcomer " + number, MEDIA_WITHIN_S);
              long us = (mediaNs - dueNs) / 1000;
              synchronized (toMediaUs) {
                toMediaUs.recordValue(Math.min(us, LONGEST_US));
              }
            } catch (IOException e) {
              failures.add(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              underWay.decrementAndGet();
            }
          });
    }
  }

  /** Joins, waits for media and leaves; returns when media came, by {@link System#nanoTime}. */
  static long joinAndLeave(Harness harness, String room, String name, int mediaWithinS)
      throws IOException, InterruptedException {
    Target.Participant newcomer =
        harness.joinUncounted(new Target.Role(room, name, List.of(), 1, 0));
    try {
      long _ = newcomer.clients().getLast().firstMedia().get(mediaWithinS, TimeUnit.SECONDS);
      return System.nanoTime();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no media: " + e, e);
    } finally {
      newcomer.close();
    }
  }

  /** Somebody who did not get in, or saw nothing, is a fault. */
  @Override
  protected List<String> faults(ObjectNode details) {
    int failed = details.path("failedJoins").asInt();
    return failed == 0
        ? List.of()
        : List.of(failed + " joins failed: " + details.path("firstFailure").asText());
  }

  private void report(
      ObjectNode details, Histogram us, ConcurrentLinkedQueue<String> failures, double seconds) {
    details.put("joins", us.getTotalCount());
    details.put("failedJoins", failures.size());
    details.put("joinsPerSecond", us.getTotalCount() / seconds);
    ObjectNode toMedia = details.putObject("joinToMediaUs");
    toMedia.put("p50", us.getValueAtPercentile(50));
    toMedia.put("p90", us.getValueAtPercentile(90));
    toMedia.put("p99", us.getValueAtPercentile(99));
    toMedia.put("max", us.getMaxValue());
    if (!failures.isEmpty()) {
      details.put("firstFailure", failures.peek());
    }
    say(
        String.format(
            Locale.ROOT,
            "%d joined (%d failed): to media p50 %.0f ms, p99 %.0f ms",
            us.getTotalCount(),
            failures.size(),
            us.getValueAtPercentile(50) / 1e3,
            us.getValueAtPercentile(99) / 1e3));
  }
}
