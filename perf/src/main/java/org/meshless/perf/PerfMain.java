package org.meshless.perf;

import org.meshless.perf.attend.AttendCommand;
import org.meshless.perf.browser.FirstFrameCommand;
import org.meshless.perf.jmh.JmhCommand;
import org.meshless.perf.network.NetworkCommand;
import org.meshless.perf.recover.RecoverCommand;
import org.meshless.perf.scenario.AudioCommand;
import org.meshless.perf.scenario.CapacityCommand;
import org.meshless.perf.scenario.DataCommand;
import org.meshless.perf.scenario.FanoutCommand;
import org.meshless.perf.scenario.JoinsCommand;
import org.meshless.perf.scenario.MeetingCommand;
import org.meshless.perf.scenario.SoakCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code bin/perf} starts: one subcommand per kind of measurement. */
@Command(
    name = "bin/perf",
    description = "Measures Meshless.",
    mixinStandardHelpOptions = true,
    subcommands = {
      FanoutCommand.class,
      MeetingCommand.class,
      AudioCommand.class,
      JoinsCommand.class,
      SoakCommand.class,
      CapacityCommand.class,
      DataCommand.class,
      AttendCommand.class,
      FirstFrameCommand.class,
      RecoverCommand.class,
      NetworkCommand.class,
      JmhCommand.class
    })
public final class PerfMain {
  private PerfMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** All commands, not yet called. */
  public static CommandLine commandLine() {
    return new CommandLine(new PerfMain()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
