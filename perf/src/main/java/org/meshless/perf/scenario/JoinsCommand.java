package org.meshless.perf.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.StunFlood;
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

  /** The least share of the forged checks asked for that must have been sent. */
  private static final double MIN_FLOOD = 0.9;

  @Option(
      names = "--fanout-rate",
      paramLabel = "N",
      description = "packets/s that the fanout publishes; default: ${DEFAULT-VALUE}")
  private int fanoutRate = PUBLISHED_PACKETS_PER_SECOND;

  @Option(
      names = "--forged-stun",
      paramLabel = "N",
      description = {
        "forged connectivity checks a second meanwhile, from 64 addresses where the server is on",
        "this machine; default: ${DEFAULT-VALUE}"
      })
  private double forgedStun;

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
    try (StunFlood flood = flood(harness);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long startNs = System.nanoTime();
      Thread schedule =
          Thread.ofVirtual()
              .start(() -> come(harness, executor, startNs, perSecond, toMediaUs, failures));
      Measurement fanout = harness.measure(options.durationS, streams, progress(options.durationS));
      schedule.join();
      executor.shutdown();
      boolean _ = executor.awaitTermination(MEDIA_WITHIN_S, TimeUnit.SECONDS);
      report(details, toMediaUs, failures, (System.nanoTime() - startNs) / 1e9);
      details.put("fanoutDelayUsP99", fanout.delayUs(99));
      if (flood != null) {
        details.put("forgedStunAskedPerSecond", forgedStun);
        details.put("forgedStunPerSecond", flood.sentPerSecond());
      }
      return fanout;
    }
  }

  private @Nullable StunFlood flood(Harness harness) throws IOException {
    return forgedStun == 0
        ? null
        : new StunFlood(
            harness.clients().getLast().peer(),
            harness.target().clientAddress(),
            forgedStun,
            new SplittableRandom(options.seed));
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

  /** Somebody who did not get in, or saw nothing, is a fault; a flood that was none as well. */
  @Override
  protected List<String> faults(ObjectNode details) {
    List<String> faults = new ArrayList<>();
    int failed = details.path("failedJoins").asInt();
    if (failed > 0) {
      faults.add(failed + " joins failed: " + details.path("firstFailure").asText());
    }
    double forged = details.path("forgedStunPerSecond").asDouble();
    if (forged < MIN_FLOOD * details.path("forgedStunAskedPerSecond").asDouble()) {
      faults.add(String.format(Locale.ROOT, "only %.0f forged checks a second were sent", forged));
    }
    return faults;
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
