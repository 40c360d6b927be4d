package org.meshless.perf.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.media.VideoSource.Shape;
import picocli.CommandLine.Option;

/** What all scenarios understand. Numbers that were not given are the scenario's to choose. */
public final class Options {
  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "self (started for it), janus, or the URL of a Meshless; default: self")
  String target = "self";

  @Option(
      names = "--compare",
      paramLabel = "A,B",
      split = ",",
      description = "measure both in turn, A B A B …, and give the ratios pair by pair")
  List<String> compare = new ArrayList<>();

  @Option(names = "--repeat", paramLabel = "N", description = "runs of each target; default: 1")
  int repeat = 1;

  @Option(
      names = "--duration",
      paramLabel = "S",
      description = "seconds that count; default: ${DEFAULT-VALUE}")
  double durationS = 10;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description = "seconds of the same load before; default: ${DEFAULT-VALUE}")
  double warmupS = 10;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = {
        "fanout, soak: packets/s published; capacity: those of the first step;",
        "meeting: kbit/s of each camera; joins: joins/s"
      })
  @Nullable Double rate;

  @Option(
      names = "--subscribers",
      paramLabel = "N",
      description = "who listens; meeting: who is there")
  @Nullable Integer subscribers;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      description = "of video: equal, libwebrtc or single packets; default: ${DEFAULT-VALUE}")
  Shape shape = Shape.EQUAL;

  @Option(
      names = "--frame",
      paramLabel = "N",
      description = "packets per video frame; default: ${DEFAULT-VALUE}")
  int framePackets = 8;

  @Option(
      names = "--packet-bytes",
      paramLabel = "N",
      description = "payload of a full video packet; default: ${DEFAULT-VALUE}")
  int packetBytes = 1150;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = {
        "layers of a camera, 1 to 3 (simulcast), each smaller one of a third of the packets;",
        "default: ${DEFAULT-VALUE}"
      })
  int layers = 1;

  @Option(
      names = "--cores-server",
      paramLabel = "LIST",
      description =
          "the server's cores, as taskset -c takes them; \"all\" pins nothing; default: 0")
  String coresServer = Runtime.getRuntime().availableProcessors() > 1 ? "0" : "all";

  @Option(
      names = "--cores-client",
      paramLabel = "LIST",
      description = "the generator's cores, one loop on each; \"all\" pins nothing; default: 1")
  String coresClient = Runtime.getRuntime().availableProcessors() > 1 ? "1" : "all";

  @Option(
      names = "--loops",
      paramLabel = "N",
      description = "the server's media loops; default: its own choice")
  int loops;

  @Option(
      names = "--server-java-opts",
      paramLabel = "OPTS",
      description = "more for the JVM of target self")
  String serverJavaOpts = "";

  @Option(names = "--no-floor", description = "leave out the floor")
  boolean noFloor;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of all that is random; default: ${DEFAULT-VALUE}")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "write the report as JSON")
  @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write the report as a page with plots")
  @Nullable Path html;

  double rateOr(double otherwise) {
    return rate == null ? otherwise : rate;
  }

  int subscribersOr(int otherwise) {
    return subscribers == null ? otherwise : subscribers;
  }

  /** The targets in the order of one round. */
  List<String> targets() {
    return compare.isEmpty() ? List.of(target) : compare;
  }

  static @Nullable String cores(String option) {
    return option.equals("all") ? null : option;
  }

  /** How many cores a list such as {@code 0,2-3} names. */
  static int count(String list) {
    if (list.equals("all")) {
      return 1;
    }
    int count = 0;
    for (String part : list.split(",", -1)) {
      String[] ends = part.split("-", -1);
      count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
    return count;
  }
}
