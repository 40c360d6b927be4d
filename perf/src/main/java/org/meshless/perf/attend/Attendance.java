package org.meshless.perf.attend;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.meshless.perf.dtls.ClientIdentity;
import org.meshless.perf.media.MarkedCamera;
import org.meshless.perf.media.ToneMicrophone;
import org.meshless.perf.scenario.Harness;
import org.meshless.perf.targets.MeshlessTarget;
import org.meshless.perf.targets.Target;
import org.meshless.rtp.srtp.SrtpProvider;

/**
 * Light participants in a room, named "Light 1", "Light 2" …: each with a camera that shows its
 * mark and a microphone with its tone. Thread-safe.
 */
public final class Attendance implements AutoCloseable {
  private static final int SILENT_DBOV = -127;

  private final Harness harness;
  private final MeshlessTarget target;
  private final List<ToneMicrophone> microphones = new ArrayList<>();

  private Attendance(Harness harness, MeshlessTarget target) {
    this.harness = harness;
    this.target = target;
  }

  /**
   * Who comes.
   *
   * @param firstPublisher the number in the first one's mark; each further one has the next; 255 at
   *     most
   * @param run the number that all their marks share; 16 bits
   * @param videos slots each has for what others show; likewise audios
   */
  public record Plan(
      String room,
      int participants,
      int firstPublisher,
      int run,
      double framesPerSecond,
      int videos,
      int audios) {
    public static Plan of(String room, int participants) {
      return new Plan(room, participants, 100, 0, 10, 0, 0);
    }
  }

  /** Lets them all join the room, silent; returns once all are connected and publish. */
  public static Attendance join(URI url, Plan plan) throws IOException, InterruptedException {
    ClientIdentity identity = Harness.identity();
    MeshlessTarget target =
        new MeshlessTarget(url, identity.fingerprint(), MeshlessTarget.towards(url.getHost()));
    Attendance attendance =
        new Attendance(new Harness(target, identity, SrtpProvider.choose(), 1, plan.run()), target);
    try {
      attendance.enter(plan);
    } catch (IOException | InterruptedException | RuntimeException e) {
      attendance.close();
      throw e;
    }
    return attendance;
  }

  private void enter(Plan plan) throws IOException, InterruptedException {
    List<Target.Role> roles = new ArrayList<>();
    for (int i = 0; i < plan.participants(); i++) {
      MarkedCamera camera =
          new MarkedCamera(plan.run(), plan.firstPublisher() + i, plan.framesPerSecond(), i);
      ToneMicrophone microphone = new ToneMicrophone(i, i);
      microphones.add(microphone);
      roles.add(
          new Target.Role(
              plan.room(),
              name(i + 1),
              List.of(
                  harness.publication(true, camera, camera.payloads()),
                  harness.publication(false, microphone, microphone.payloads())),
              plan.videos(),
              plan.audios()));
    }
    harness.join(roles);
    harness.startPublishing();
  }

  /** The name of the n-th, from 1 on. */
  public static String name(int number) {
    return "Light " + number;
  }

  /** The tone of the n-th, from 1 on. */
  public static int toneHz(int number) {
    return ToneMicrophone.toneHz(number - 1);
  }

  /**
   * The n-th, from 1 on, speaks until told otherwise.
   *
   * @param dbov how loud, 0 … −126
   */
  public void speak(int number, int dbov) {
    microphones.get(number - 1).speak(dbov);
  }

  public void silence(int number) {
    microphones.get(number - 1).speak(SILENT_DBOV);
  }

  public int size() {
    return microphones.size();
  }

  @Override
  public void close() {
    harness.close();
    target.close();
  }
}
