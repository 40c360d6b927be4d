package org.meshless.perf.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a measurement was taken on; without it a number means nothing.
 *
 * @param commit of the sources, with "-dirty" if they were changed since, or "unknown"
 */
public record Setting(
    Instant startedAt, String cpu, int cores, String kernel, String jdk, String commit) {

  public static Setting here() {
    return new Setting(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        cpuModel(),
        machineCores(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        describeSources());
  }

  /** Of the machine, not those that this process is pinned to. */
  private static int machineCores() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      int cores = (int) lines.filter(line -> line.startsWith("processor")).count();
      return cores > 0 ? cores : Runtime.getRuntime().availableProcessors();
    } catch (IOException e) {
      return Runtime.getRuntime().availableProcessors();
    }
  }

  private static String cpuModel() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String describeSources() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return commit.isEmpty() ? "unknown" : commit;
    } catch (IOException e) {
      return "unknown";
    }
  }

  public void addTo(ObjectNode json) {
    json.put("startedAt", startedAt.toString())
        .put("cpu", cpu)
        .put("cores", cores)
        .put("kernel", kernel)
        .put("jdk", jdk)
        .put("commit", commit);
  }

  /** One line for people. */
  public String line() {
    return "%s, %d cores, %s, JDK %s, commit %s".formatted(cpu, cores, kernel, jdk, commit);
  }
}
