package org.meshless.perf.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.meshless.perf.client.Client;
import org.meshless.perf.dtls.ClientIdentity;
import org.meshless.perf.floor.Floor;
import org.meshless.perf.floor.FloorPlan;
import org.meshless.perf.scenario.DataLoad.Step;
import org.meshless.perf.targets.SelfTarget;
import org.meshless.perf.targets.Target;
import org.meshless.rtp.srtp.SrtpProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One sends messages over a data channel, many receive them: what a delivered message costs, how
 * many a core carries, and how long they take at half of that.
 */
@Command(
    name = "data",
    description = {
      "One sends messages over a data channel to --subscribers (50); messages of 100 bytes and 1"
          + " KB,",
      "several in one go (which may share packets) and one at a time; --rate is messages/s of the",
      "first step (500). Then what an idle association costs in memory."
    },
    mixinStandardHelpOptions = true)
public final class DataCommand implements Callable<Integer> {
  private static final String ROOM = "perf-data";
  private static final int SUBSCRIBERS = 50;
  private static final double RATE = 500;
  private static final int[] SIZES = {100, 1000};

  /** Each step of the search sends so much more than the last. */
  private static final double FASTER = 1.25;

  /** The floor adds its tag to what it is given; a datagram as received has one already. */
  private static final int FLOOR_TAG = 16;

  @Mixin private Options options = new Options();

  @Option(
      names = "--idle",
      paramLabel = "N",
      description = "people of the memory measurement; default: ${DEFAULT-VALUE}; 0: leave it out")
  private int idle = 100;

  private final SrtpProvider provider = SrtpProvider.choose();
  private final ClientIdentity identity = Harness.identity();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ScenarioCommand.pinGenerator(options);
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("schema", 1).put("scenario", "data");
    report.put("subscribers", options.subscribersOr(SUBSCRIBERS));
    ArrayNode loads = report.putArray("loads");
    for (boolean bundled : new boolean[] {true, false}) {
      for (int bytes : SIZES) {
        ObjectNode load = loads.addObject();
        load.put("messageBytes", bytes).put("bundled", bundled);
        measure(bytes, bundled, load);
      }
    }
    if (idle > 0) {
      report.put("idleAssociationHeapBytes", idleBytes());
    }
    if (options.json != null) {
      Files.writeString(
          options.json,
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }
    return 0;
  }

  private SelfTarget start(Path directory) throws IOException {
    return SelfTarget.start(
        Options.cores(options.coresServer),
        options.loops,
        options.serverJavaOpts.isBlank()
            ? List.of()
            : List.of(options.serverJavaOpts.strip().split("\\s+", -1)),
        (Inet4Address) InetAddress.getLoopbackAddress(),
        identity.fingerprint(),
        directory);
  }

  private Harness harness(Target target) throws IOException {
    return new Harness(
        target, identity, provider, Options.count(options.coresClient), options.seed);
  }

  /** Faster and faster until it is too fast, then at half of the fastest that was not. */
  private void measure(int bytes, boolean bundled, ObjectNode report)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("meshless-perf");
    int subscribers = options.subscribersOr(SUBSCRIBERS);
    try (SelfTarget target = start(directory);
        Harness harness = harness(target)) {
      join(harness, subscribers + 1, true);
      DataLoad load = new DataLoad(harness.clients(), target.process().pid(), bytes, bundled);
      load.run(options.rateOr(RATE), options.warmupS);
      Step best = null;
      for (double rate = options.rateOr(RATE); ; rate *= FASTER) {
        Step step = load.run(rate, options.durationS);
        print(bytes, bundled, step);
        if (!step.isSustained()) {
          break;
        }
        best = step;
      }
      report.put("sustained", best != null);
      if (best == null) {
        return;
      }
      Step half = load.run(best.messagesPerSecond() / 2, options.durationS);
      print(bytes, bundled, half);
      write(report.putObject("fastest"), best);
      write(report.putObject("half"), half);
      if (!options.noFloor) {
        floor(harness, directory, best, report);
      }
    }
  }

  private static void join(Harness harness, int people, boolean data)
      throws IOException, InterruptedException {
    List<Target.Role> roles = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      roles.add(new Target.Role(ROOM, "person " + i, List.of(), 0, 1, data));
    }
    harness.join(roles);
  }

  private static void write(ObjectNode json, Step step) {
    json.put("messagesPerSecond", step.messagesPerSecond());
    json.put("deliveredPerSecond", step.deliveredPerSecond());
    json.put("deliveredPerSecondPerCore", step.deliveredPerSecondPerCore());
    json.put("serverCpuUsPerMessage", step.serverCpuUsPerMessage());
    json.put("serverCores", step.serverCores());
    json.put("messagesPerDatagram", step.messagesPerDatagram());
    json.put("datagramBytes", step.datagramBytes());
    json.put("p50Us", step.p50Us());
    json.put("p99Us", step.p99Us());
  }

  private static void print(int bytes, boolean bundled, Step step) {
    System.out.printf(
        Locale.ROOT,
        "%4d B %-7s %6.0f/s in, %7.0f/s delivered, %5.2f us of CPU each, %7.0f/s per core, "
            + "%4.1f a datagram, p50 %.1f ms, p99 %.1f ms%s%n",
        bytes,
        bundled ? "bundled" : "single",
        step.messagesPerSecond(),
        step.deliveredPerSecond(),
        step.serverCpuUsPerMessage(),
        step.deliveredPerSecondPerCore(),
        step.messagesPerDatagram(),
        step.p50Us() / 1e3,
        step.p99Us() / 1e3,
        step.isSustained() ? "" : ": too fast");
  }

  /** The same datagrams, encrypted and sent by a program that does nothing else. */
  private void floor(Harness harness, Path directory, Step step, ObjectNode report)
      throws IOException, InterruptedException {
    List<Client> clients = harness.clients();
    double datagramsPerMs =
        step.deliveredPerSecond() / step.messagesPerDatagram() / (clients.size() - 1) / 1_000;
    List<FloorPlan.Burst> bursts = new ArrayList<>();
    double owed = 0;
    for (int ms = 0; ms < 1_000; ms++) {
      owed += datagramsPerMs;
      List<Integer> sizes = new ArrayList<>();
      for (; owed >= 1; owed--) {
        sizes.add(step.datagramBytes() - FLOOR_TAG);
      }
      if (!sizes.isEmpty()) {
        bursts.add(new FloorPlan.Burst(ms * 1_000_000L, sizes));
      }
    }
    FloorPlan plan =
        new FloorPlan(
            clients.subList(1, clients.size()).stream().map(Client::local).toList(),
            bursts,
            1,
            1_000_000_000,
            true);
    Floor.Cost faster =
        new Floor(directory, Options.cores(options.coresServer))
            .measure(plan.lasting(Math.min(5, options.durationS), true))
            .faster();
    if (faster != null) {
      double floorUs = faster.cpuUsPerPacket() / step.messagesPerDatagram();
      report.put("floorCpuUsPerMessage", floorUs);
      report.put("timesFloor", step.serverCpuUsPerMessage() / floorUs);
      System.out.printf(
          Locale.ROOT,
          "       the floor (encrypt and send): %.2f us, %.2f times%n",
          floorUs,
          step.serverCpuUsPerMessage() / floorUs);
    }
  }

  /** Heap that people with an open channel take, less what they take without. */
  private long idleBytes() throws IOException, InterruptedException {
    long with = heapOfEach(true);
    long without = heapOfEach(false);
    System.out.printf(
        Locale.ROOT,
        "idle: %,d bytes of heap for each with data channels, %,d without: %,d%n",
        with,
        without,
        with - without);
    return with - without;
  }

  private long heapOfEach(boolean data) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("meshless-perf");
    try (SelfTarget target = start(directory);
        Harness harness = harness(target)) {
      join(harness, 5, data); // what is made once
      Footprint before = Footprint.of(target, harness.probe());
      join(harness, idle, data);
      if (data) {
        new DataLoad(harness.clients(), target.process().pid(), 100, true).run(1, 1);
      }
      return Footprint.of(target, harness.probe()).since(before, idle).heapBytes();
    }
  }
}
