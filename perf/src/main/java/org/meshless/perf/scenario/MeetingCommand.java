package org.meshless.perf.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.meshless.perf.client.Client;
import org.meshless.perf.client.Publication;
import org.meshless.perf.floor.FloorPlan;
import org.meshless.perf.media.VideoSource;
import org.meshless.perf.targets.Target.Role;
import picocli.CommandLine.Command;

/** Everybody publishes a camera and sees everybody else. */
@Command(
    name = "meeting",
    description = "--subscribers (20) people, each with a camera of --rate (1500) kbit/s.",
    mixinStandardHelpOptions = true)
public final class MeetingCommand extends ScenarioCommand {
  private static final String ROOM = "perf-meeting";
  private static final int PEOPLE = 20;
  private static final double KBPS = 1500;
  private static final double FRAMES_PER_SECOND = 30;
  private static final double KEY_FRAME_FACTOR = 4;

  @Override
  protected String name() {
    return "meeting";
  }

  private VideoSource.Plan plan() {
    double packetsPerSecond = options.rateOr(KBPS) * 1000 / 8 / options.packetBytes;
    int perFrame = (int) Math.max(1, Math.round(packetsPerSecond / FRAMES_PER_SECOND));
    return new VideoSource.Plan(
        options.shape, FRAMES_PER_SECOND, perFrame, options.packetBytes, KEY_FRAME_FACTOR);
  }

  @Override
  protected long join(Harness harness) throws IOException, InterruptedException {
    int people = options.subscribersOr(PEOPLE);
    List<Role> roles = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      Publication camera =
          camera(
              harness,
              new VideoSource(plan(), options.seed * 1000 + i),
              plan(),
              options.seed * 1000 + i);
      roles.add(new Role(ROOM, "person " + i, List.of(camera), people - 1, 0));
    }
    harness.join(roles);
    return (long) people * (people - 1);
  }

  @Override
  protected FloorPlan floor(Harness harness) {
    List<VideoSource> sources = new ArrayList<>();
    int people = options.subscribersOr(PEOPLE);
    for (int i = 0; i < people; i++) {
      sources.add(new VideoSource(plan(), options.seed * 1000 + i));
    }
    return FloorPlans.of(sources, harness.clients().stream().skip(1).map(Client::local).toList());
  }
}
