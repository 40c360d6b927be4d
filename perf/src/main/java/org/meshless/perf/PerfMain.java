package org.meshless.perf;

import org.meshless.perf.browser.FirstFrameCommand;
import org.meshless.perf.jmh.JmhCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code bin/perf} starts: one subcommand per kind of measurement. */
@Command(
    name = "bin/perf",
    description = "Measures Meshless.",
    mixinStandardHelpOptions = true,
    subcommands = {FirstFrameCommand.class, JmhCommand.class})
public final class PerfMain {
  private PerfMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new PerfMain()).execute(args));
  }
}
