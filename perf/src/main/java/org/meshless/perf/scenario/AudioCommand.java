package org.meshless.perf.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.meshless.perf.client.Client;
import org.meshless.perf.floor.FloorPlan;
import org.meshless.perf.media.AudioSource;
import org.meshless.perf.targets.Target.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A few talk, many listen to the loudest. */
@Command(
    name = "audio",
    description = "--talkers talk, --subscribers (1000) listen, each to --heard of them.",
    mixinStandardHelpOptions = true)
public final class AudioCommand extends ScenarioCommand {
  private static final String ROOM = "perf-audio";
  private static final int LISTENERS = 1000;

  @Option(names = "--talkers", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int talkers = 10;

  @Option(
      names = "--heard",
      paramLabel = "N",
      description = "audio slots of a listener; default: ${DEFAULT-VALUE}")
  private int heard = 3;

  @Override
  protected String name() {
    return "audio";
  }

  @Override
  protected long join(Harness harness) throws IOException, InterruptedException {
    int listeners = options.subscribersOr(LISTENERS);
    List<Role> roles = new ArrayList<>();
    for (int i = 0; i < talkers; i++) {
      AudioSource voice = new AudioSource(options.seed * 1000 + i);
      roles.add(new Role(ROOM, "talker " + i, List.of(harness.publication(false, voice)), 0, 0));
    }
    harness.join(roles);
    roles.clear();
    for (int i = 0; i < listeners; i++) {
      roles.add(new Role(ROOM, "listener " + i, List.of(), 0, heard));
    }
    say(listeners + " listeners join");
    harness.join(roles);
    return (long) listeners * Math.min(heard, talkers);
  }

  @Override
  protected FloorPlan floor(Harness harness) {
    List<AudioSource> sources = new ArrayList<>();
    for (int i = 0; i < Math.min(heard, talkers); i++) {
      sources.add(new AudioSource(options.seed * 1000 + i));
    }
    return FloorPlans.of(
        sources, harness.clients().stream().skip(talkers).map(Client::local).toList());
  }
}
