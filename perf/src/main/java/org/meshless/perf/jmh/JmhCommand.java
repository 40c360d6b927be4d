package org.meshless.perf.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs the microbenchmarks of this package; whatever follows is JMH's own command line. */
@Command(
    name = "jmh",
    description = {
      "Runs the microbenchmarks.",
      "All arguments are JMH's: a pattern of names first, for example",
      "  bin/perf jmh RtpPacket -f 1",
      "and -h for its help, -l for the list of benchmarks. Allocation is measured along."
    })
public final class JmhCommand implements Callable<Integer> {
  @Unmatched private final List<String> jmhArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<String> arguments = new ArrayList<>(jmhArguments);
    if (!arguments.contains("-prof")) {
      arguments.addAll(List.of("-prof", "gc"));
    }
    Main.main(arguments.toArray(String[]::new));
    return 0;
  }
}
