package org.meshless.perf.recover;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meshless.perf.dtls.ClientIdentity;
import org.meshless.perf.media.VideoSource;
import org.meshless.perf.scenario.Harness;
import org.meshless.perf.targets.MeshlessTarget;
import org.meshless.perf.targets.Target;
import org.meshless.rtp.srtp.SrtpProvider;

/** What a browser cannot be made to do here: a light client that watches another one. */
final class LightRecovery implements AutoCloseable {
  private static final long PATIENCE_S = 20;
  private static final double FRAMES_PER_SECOND = 30;

  private final MeshlessTarget target;
  private final Harness harness;
  private final Target.Participant watcher;
  private int host = 1;

  LightRecovery(URI server) throws IOException, InterruptedException {
    ClientIdentity identity = Harness.identity();
    target =
        new MeshlessTarget(
            server, identity.fingerprint(), MeshlessTarget.towards(server.getHost()));
    harness = new Harness(target, identity, SrtpProvider.choose(), 1, 1);
    VideoSource camera =
        new VideoSource(
            new VideoSource.Plan(VideoSource.Shape.EQUAL, FRAMES_PER_SECOND, 4, 1000, 1), 1);
    harness.join(
        new Target.Role(
            "recover-light", "Light 1", List.of(harness.publication(true, camera)), 0, 0));
    watcher = harness.join(new Target.Role("recover-light", "Light 2", List.of(), 1, 0));
    harness.startPublishing();
    long _ = await(watcher.clients().getFirst().firstMedia());
  }

  /** The watcher loses its address and has another: how long until media comes there. */
  double move() throws IOException {
    host = host % 250 + 1;
    InetAddress next = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (host + 1)});
    long startNs = System.currentTimeMillis() * 1_000_000;
    return (await(watcher.clients().getFirst().move((Inet4Address) next)) - startNs) / 1e6;
  }

  /** From the offer to the confirmation of the path under new credentials. */
  double restartIce() throws IOException, InterruptedException {
    long startNs = System.currentTimeMillis() * 1_000_000;
    return (await(watcher.restartIce()) - startNs) / 1e6;
  }

  private static long await(java.util.concurrent.CompletableFuture<Long> timeNs)
      throws IOException {
    try {
      return timeNs.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("it did not come back within " + PATIENCE_S + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    harness.close();
    target.close();
  }
}
