package org.meshless.perf.scenario;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.Client;
import org.meshless.perf.client.ClientLoop;
import org.meshless.perf.client.LoopCounters;
import org.meshless.perf.client.Publication;
import org.meshless.perf.client.Tracks;
import org.meshless.perf.client.Window;
import org.meshless.perf.dtls.ClientIdentity;
import org.meshless.perf.dtls.DtlsClient;
import org.meshless.perf.measure.JvmProbe;
import org.meshless.perf.measure.ProcFile;
import org.meshless.perf.measure.RateSample;
import org.meshless.perf.media.MediaSource;
import org.meshless.perf.media.Payloads;
import org.meshless.perf.targets.Target;
import org.meshless.rtp.srtp.SrtpProfile;
import org.meshless.rtp.srtp.SrtpProvider;

/** The generator: its loops, who was made to join, and the windows in which it counts. */
public final class Harness implements AutoCloseable {
  private static final int JOINS_AT_ONCE = 16;
  private static final String RIDS = "lmh";
  private static final long DRAIN_MS = 400;

  /** A packet that has not come so long after the window's end is lost. */
  private static final long LATE_NS = 3_000_000_000L;

  private static final int SAMPLES_PER_SECOND = 4;
  private static final long SAMPLE_MS = 1000 / SAMPLES_PER_SECOND;

  private final Tracks tracks;
  private final Window window;
  private final List<ClientLoop> loops = new ArrayList<>();
  private final ExecutorService handshakes = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Target.Participant> participants = new ArrayList<>();
  private final Target target;
  private final @Nullable JvmProbe probe;
  private int nextLoop;

  /**
   * Loops without clients.
   *
   * @param identity whose fingerprint the target was told
   */
  public Harness(
      Target target, ClientIdentity identity, SrtpProvider provider, int loops, long seed)
      throws IOException {
    this.target = target;
    this.tracks = new Tracks(seed);
    this.window = new Window(tracks);
    DtlsClient.Settings dtls =
        DtlsClient.Settings.of(
            identity,
            List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80),
            handshakes);
    for (int i = 0; i < loops; i++) {
      this.loops.add(new ClientLoop("clients-" + i, tracks, window, dtls, provider));
    }
    this.probe = target.process() == null ? null : JvmProbe.attach(target.process().pid());
  }

  public static ClientIdentity identity() {
    return ClientIdentity.create(new SecureRandom());
  }

  /** A new track and what makes it. */
  public Publication publication(boolean video, MediaSource source) {
    return new Publication(tracks.add(video), source);
  }

  /**
   * The layers of one camera (simulcast), named as browsers' examples do: l, m, h.
   *
   * @param sources the smallest picture first, at most three
   */
  public Publication layered(List<? extends MediaSource> sources) {
    List<Publication.Layer> layers = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      String rid = RIDS.substring(RIDS.length() - sources.size() + i).substring(0, 1);
      layers.add(new Publication.Layer(rid, tracks.add(true), sources.get(i)));
    }
    return new Publication(layers);
  }

  /** A new track of real media. */
  public Publication publication(boolean video, MediaSource source, Payloads payloads) {
    return new Publication(tracks.add(video, payloads), source);
  }

  /** A track that is there, but not part of what is counted. */
  public Publication background(boolean video, MediaSource source) {
    return new Publication(tracks.addBackground(video), source);
  }

  public Target target() {
    return target;
  }

  public @Nullable JvmProbe probe() {
    return probe;
  }

  public List<Target.Participant> participants() {
    return participants;
  }

  private synchronized ClientLoop nextLoop() {
    return loops.get(nextLoop++ % loops.size());
  }

  /** One more participant; blocks until connected. */
  public Target.Participant join(Target.Role role) throws IOException, InterruptedException {
    Target.Participant participant = target.join(nextLoop(), role);
    synchronized (participants) {
      participants.add(participant);
    }
    return participant;
  }

  /** Somebody whom the caller closes; blocks until connected. */
  public Target.Participant joinUncounted(Target.Role role)
      throws IOException, InterruptedException {
    return target.join(nextLoop(), role);
  }

  /** Many participants, some at a time; blocks until all are connected. */
  public void join(Collection<Target.Role> roles) throws IOException, InterruptedException {
    Semaphore places = new Semaphore(JOINS_AT_ONCE);
    List<Future<?>> joins = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Target.Role role : roles) {
        places.acquire();
        joins.add(
            executor.submit(
                () -> {
                  try {
                    return join(role);
                  } finally {
                    places.release();
                  }
                }));
      }
      for (Future<?> join : joins) {
        join.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a participant could not join: " + e.getCause(), e);
    }
  }

  public void startPublishing() {
    loops.forEach(ClientLoop::startPublishing);
  }

  public void stopPublishing() {
    loops.forEach(ClientLoop::stopPublishing);
  }

  /** CPU time of the server while nothing is sent, in nanoseconds per second; −1 if unknown. */
  public double idleCpuNsPerSecond(long lengthMs) throws InterruptedException {
    if (target.process() == null) {
      return -1;
    }
    long pid = target.process().pid();
    long beforeNs = ProcFile.cpuNs(pid);
    long startNs = System.nanoTime();
    Thread.sleep(lengthMs);
    return (ProcFile.cpuNs(pid) - beforeNs) * 1e9 / (System.nanoTime() - startNs);
  }

  /**
   * Counts for a while.
   *
   * @param expectedStreams how many the subscribers should have between them
   * @param progress told now and then
   */
  public Measurement measure(double seconds, long expectedStreams, Progress progress)
      throws InterruptedException, IOException {
    loops.forEach(ClientLoop::resetWindow);
    LoopCounters before = snapshot();
    long pid = target.process() == null ? -1 : target.process().pid();
    long generator = ProcessHandle.current().pid();
    int port = serverPort();
    long drops = ProcFile.udpDrops(port);
    long allocated = probe == null ? -1 : probe.allocatedBytes();
    long cpuNs = pid < 0 ? -1 : ProcFile.cpuNs(pid);
    long generatorNs = ProcFile.cpuNs(generator);
    long startNs = System.nanoTime();
    long wallNs = System.currentTimeMillis() * 1_000_000;
    window.open();
    List<RateSample> rates = new ArrayList<>();
    Rates sampler = new Rates(startNs, pid, cpuNs);
    long endNs = startNs + (long) (seconds * 1e9);
    while (System.nanoTime() < endNs) {
      Thread.sleep(Math.clamp((endNs - System.nanoTime()) / 1_000_000, 1, SAMPLE_MS));
      rates.add(sampler.next());
      if (rates.size() % SAMPLES_PER_SECOND == 0) {
        progress.tell((System.nanoTime() - startNs) / 1e9, window.published());
      }
    }
    window.close();
    long lengthNs = System.nanoTime() - startNs;
    long usedNs = pid < 0 ? -1 : ProcFile.cpuNs(pid) - cpuNs;
    long generatorUsedNs = ProcFile.cpuNs(generator) - generatorNs;
    long allocatedIn = probe == null ? -1 : probe.allocatedBytes() - allocated;
    LoopCounters counted = drained(before);
    return new Measurement(
        wallNs,
        lengthNs,
        window.published(),
        expectedStreams,
        counted,
        usedNs,
        ProcFile.udpDrops(port) - drops,
        allocatedIn,
        generatorUsedNs,
        loops.size(),
        rates);
  }

  /** What came until all was there, or so late that it is as good as lost. */
  private LoopCounters drained(LoopCounters before) throws InterruptedException, IOException {
    long endNs = System.nanoTime() + LATE_NS;
    while (true) {
      Thread.sleep(DRAIN_MS);
      LoopCounters counted = snapshot().since(before);
      if (counted.received >= counted.expected || System.nanoTime() >= endNs) {
        return counted;
      }
    }
  }

  /** What went through since it was last asked. */
  private final class Rates {
    private final long startNs;
    private final long pid;
    private long atNs;
    private long published;
    private long received;
    private long cpuNs;

    Rates(long startNs, long pid, long cpuNs) {
      this.startNs = startNs;
      this.pid = pid;
      this.cpuNs = cpuNs;
      atNs = startNs;
      received = received();
    }

    private long received() {
      return loops.stream().mapToLong(ClientLoop::datagrams).sum();
    }

    RateSample next() {
      long nowNs = System.nanoTime();
      long publishedNow = window.published();
      long receivedNow = received();
      long cpuNowNs = pid < 0 ? -1 : ProcFile.cpuNs(pid);
      double lengthNs = nowNs - atNs;
      RateSample sample =
          new RateSample(
              (nowNs - startNs) / 1e9,
              (publishedNow - published) * 1e9 / lengthNs,
              (receivedNow - received) * 1e9 / lengthNs,
              pid < 0 ? -1 : (cpuNowNs - cpuNs) / lengthNs);
      atNs = nowNs;
      published = publishedNow;
      received = receivedNow;
      cpuNs = cpuNowNs;
      return sample;
    }
  }

  /** Told how far a measurement is. */
  public interface Progress {
    void tell(double seconds, long published);
  }

  private int serverPort() {
    synchronized (participants) {
      return participants.isEmpty()
          ? 0
          : participants.getFirst().clients().getFirst().server().getPort();
    }
  }

  /** All clients, in the order of joining. */
  public List<Client> clients() {
    synchronized (participants) {
      return participants.stream().flatMap(participant -> participant.clients().stream()).toList();
    }
  }

  private LoopCounters snapshot() throws InterruptedException, IOException {
    LoopCounters sum = new LoopCounters();
    for (ClientLoop loop : loops) {
      try {
        sum.add(loop.snapshot().get(10, TimeUnit.SECONDS));
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("a loop of the generator is stuck", e);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    List<Target.Participant> left;
    synchronized (participants) {
      left = List.copyOf(participants);
      participants.clear();
    }
    left.forEach(Target.Participant::close);
    loops.forEach(ClientLoop::close);
    if (probe != null) {
      probe.close();
    }
    handshakes.shutdownNow();
  }
}
