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

/** One publishes a camera, many watch. */
@Command(
    name = "fanout",
    description = "One publishes video, --subscribers (50) watch; --rate is packets/s (800).",
    mixinStandardHelpOptions = true)
public class FanoutCommand extends ScenarioCommand {
  private static final String ROOM = "perf-fanout";
  private static final int RATE = 800;
  private static final int SUBSCRIBERS = 50;

  @Override
  protected String name() {
    return "fanout";
  }

  /** The load, at its first rate. */
  protected VideoSource.Plan plan() {
    return new VideoSource.Plan(options.shape, 0, options.framePackets, options.packetBytes, 1)
        .atPacketsPerSecond(options.rateOr(RATE));
  }

  /** Makes the packets; its rate can be changed. */
  private VideoSource source =
      new VideoSource(new VideoSource.Plan(VideoSource.Shape.EQUAL, 1, 1, 200, 1), 0);

  protected VideoSource source() {
    return source;
  }

  @Override
  protected long join(Harness harness) throws IOException, InterruptedException {
    int subscribers = options.subscribersOr(SUBSCRIBERS);
    source = new VideoSource(plan(), options.seed);
    Publication camera = camera(harness, source, plan(), options.seed);
    harness.join(new Role(ROOM, "publisher", List.of(camera), 0, 0));
    List<Role> roles = new ArrayList<>();
    for (int i = 0; i < subscribers; i++) {
      roles.add(new Role(ROOM, "subscriber " + i, List.of(), 1, 0));
    }
    say(subscribers + " subscribers join");
    harness.join(roles);
    return subscribers;
  }

  @Override
  protected FloorPlan floor(Harness harness) {
    List<Client> clients = harness.clients();
    return FloorPlans.of(
        plan(),
        options.seed,
        clients.subList(1, clients.size()).stream().map(Client::local).toList());
  }
}
