package org.meshless.perf.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.Publication;
import org.meshless.perf.dtls.ClientIdentity;
import org.meshless.perf.floor.Floor;
import org.meshless.perf.floor.FloorPlan;
import org.meshless.perf.measure.GcPauses;
import org.meshless.perf.media.VideoSource;
import org.meshless.perf.result.Report;
import org.meshless.perf.targets.JanusTarget;
import org.meshless.perf.targets.MeshlessTarget;
import org.meshless.perf.targets.Namespace;
import org.meshless.perf.targets.SelfTarget;
import org.meshless.perf.targets.Target;
import org.meshless.rtp.srtp.SrtpProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all scenarios do: start, warm up, measure, take the floor, report. */
public abstract class ScenarioCommand implements Callable<Integer> {
  /** What a run that shows nothing exits with. */
  public static final int INVALID = 3;

  /** After the last packet, before the idle server is looked at. */
  private static final long QUIET_MS = 1000;

  private static final long IDLE_MS = 3000;
  private static final String JANUS = "janus";

  @Spec private @Nullable CommandSpec spec;

  @Mixin protected Options options = new Options();

  private final SrtpProvider provider = SrtpProvider.choose();
  private final ClientIdentity identity = Harness.identity();

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not called as a command");
    }
    return spec;
  }

  /** As on the command line. */
  protected abstract String name();

  /**
   * Makes everybody join.
   *
   * @return how many streams the subscribers will have between them
   */
  protected abstract long join(Harness harness) throws IOException, InterruptedException;

  /** The same traffic for the floor; null for none. */
  protected @Nullable FloorPlan floor(Harness harness) {
    return null;
  }

  /** A camera, of as many layers as asked for; {@code largest} makes the largest. */
  protected final Publication camera(
      Harness harness, VideoSource largest, VideoSource.Plan plan, long seed) {
    if (options.layers == 1) {
      return harness.publication(true, largest);
    }
    List<VideoSource> sources = new ArrayList<>(List.of(largest));
    for (int i = 1; i < options.layers; i++) {
      plan = plan.smaller();
      sources.addFirst(new VideoSource(plan, seed)); // of the same seed: frames are due together
    }
    return harness.layered(sources);
  }

  /** What this scenario itself finds wrong with what it measured. */
  protected List<String> faults(ObjectNode details) {
    return List.of();
  }

  /** What counts; the load is on and warm. */
  protected Measurement measure(Harness harness, long streams, ObjectNode details)
      throws IOException, InterruptedException {
    return harness.measure(options.durationS, streams, progress(options.durationS));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (options.layers < 1 || options.layers > 3) {
      throw new ParameterException(spec().commandLine(), "--layers takes 1 to 3");
    }
    if (options.targets().contains(JANUS) && !Namespace.entered()) {
      return Namespace.run(spec().commandLine().getParseResult().originalArgs());
    }
    pinGenerator(options);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < options.repeat; i++) {
      for (String target : options.targets()) {
        System.err.printf(
            Locale.ROOT, "%s, %s, run %d of %d%n", name(), target, i + 1, options.repeat);
        runs.add(run(target));
      }
    }
    List<String> arguments = spec().commandLine().getParseResult().originalArgs();
    Report report =
        new Report(name(), arguments, options.seed, provider.name(), options.compare, runs);
    System.out.print(report.table());
    if (options.json != null) {
      Files.writeString(options.json, report.json());
    }
    if (options.html != null) {
      Files.writeString(options.html, report.html());
    }
    return runs.stream().allMatch(Run::valid) ? 0 : INVALID;
  }

  private Run run(String name) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("meshless-perf");
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    try (Target target = target(name, directory);
        Harness harness =
            new Harness(
                target, identity, provider, Options.count(options.coresClient), options.seed)) {
      Footprint empty = Footprint.of(target, harness.probe());
      long streams = join(harness);
      Footprint each =
          Footprint.of(target, harness.probe()).since(empty, harness.participants().size());
      harness.startPublishing();
      say("warming up for " + options.warmupS + " s");
      Thread.sleep((long) (options.warmupS * 1000));
      long beganNs = System.nanoTime();
      Measurement measurement = measure(harness, streams, details);
      double pauseUs = longestPauseUs(target, System.nanoTime() - beganNs);
      harness.stopPublishing();
      Thread.sleep(QUIET_MS);
      double idle = harness.idleCpuNsPerSecond(IDLE_MS);
      ObjectNode configuration = JsonNodeFactory.instance.objectNode();
      target.describe(configuration);
      FloorPlan plan = options.noFloor ? null : floor(harness);
      Floor.Costs costs = null;
      if (plan != null) {
        say("the floor");
        costs =
            new Floor(directory, Options.cores(options.coresServer))
                .measure(plan.lasting(Math.min(5, options.durationS), true));
      }
      List<String> faults = new ArrayList<>(Run.faults(measurement));
      faults.addAll(faults(details));
      return new Run(
          name(),
          name,
          measurement,
          idle,
          pauseUs,
          costs,
          each,
          configuration,
          details,
          faults,
          Run.saturated(measurement, Options.count(options.coresServer)));
    }
  }

  private Target target(String name, Path directory) throws IOException {
    Inet4Address local = (Inet4Address) InetAddress.getLoopbackAddress();
    if (name.equals("self")) {
      List<String> jvm =
          options.serverJavaOpts.isBlank()
              ? List.of()
              : List.of(options.serverJavaOpts.strip().split("\\s+", -1));
      return SelfTarget.start(
          Options.cores(options.coresServer),
          options.loops,
          jvm,
          local,
          identity.fingerprint(),
          directory);
    }
    if (name.equals(JANUS)) {
      return JanusTarget.start(
          Options.cores(options.coresServer),
          Namespace.ADDRESS,
          Namespace.INTERFACE,
          identity.fingerprint(),
          directory);
    }
    if (name.startsWith("http://") || name.startsWith("https://")) {
      URI url = URI.create(name);
      return new MeshlessTarget(url, identity.fingerprint(), MeshlessTarget.towards(url.getHost()));
    }
    throw new IOException("no such target: " + name);
  }

  /** The longest stop of the server's JVM within the last {@code nanoseconds}. */
  private static double longestPauseUs(Target target, long nanoseconds) {
    if (!(target instanceof SelfTarget self)) {
      return -1;
    }
    List<GcPauses.Pause> pauses = GcPauses.in(self.gcLog());
    long last = pauses.isEmpty() ? 0 : pauses.getLast().atNs();
    return pauses.stream()
            .filter(pause -> pause.atNs() > last - nanoseconds)
            .mapToLong(GcPauses.Pause::lengthNs)
            .max()
            .orElse(0)
        / 1e3;
  }

  /** Puts this process on its cores. */
  static void pinGenerator(Options options) throws IOException, InterruptedException {
    String cores = Options.cores(options.coresClient);
    if (cores != null) {
      String pid = String.valueOf(ProcessHandle.current().pid());
      Process taskset =
          new ProcessBuilder("taskset", "-acp", cores, pid)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (taskset.waitFor() != 0) {
        throw new IOException("cannot pin the generator to the cores " + cores);
      }
    }
  }

  protected static void say(String text) {
    System.err.println("  " + text);
  }

  protected static Harness.Progress progress(double ofSeconds) {
    return (seconds, published) ->
        System.err.printf(
            Locale.ROOT, "  %.0f of %.0f s, %d packets published%n", seconds, ofSeconds, published);
  }
}
