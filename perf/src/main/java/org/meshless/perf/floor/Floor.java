package org.meshless.perf.floor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the floor's two programs where the server ran. */
public final class Floor {
  private final Path directory;
  private final @Nullable String cores;

  /**
   * The floor on some cores.
   *
   * @param directory for the program and its plan
   * @param cores those of the server; null for all
   */
  public Floor(Path directory, @Nullable String cores) {
    this.directory = directory;
    this.cores = cores;
  }

  /**
   * What one program needed.
   *
   * @param language {@code c} or {@code java}
   * @param refused datagrams that the kernel did not take
   */
  public record Cost(
      String language, long packets, long cpuNs, long wallNs, long refused, boolean segmented) {
    public double cpuUsPerPacket() {
      return cpuNs / 1e3 / packets;
    }

    public double packetsPerSecond() {
      return packets * 1e9 / wallNs;
    }
  }

  /** What both needed; C is missing where it cannot be built, and {@code note} says why. */
  public record Costs(List<Cost> costs, String note) {
    public Costs {
      costs = List.copyOf(costs);
    }

    /** The faster one; null if none ran. */
    public @Nullable Cost faster() {
      return costs.stream()
          .min(java.util.Comparator.comparingDouble(Cost::cpuUsPerPacket))
          .orElse(null);
    }
  }

  /** Runs both, one after the other. */
  public Costs measure(FloorPlan plan) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path file = directory.resolve("floor.plan");
    plan.write(file);
    List<Cost> costs = new ArrayList<>();
    StringBuilder note = new StringBuilder();
    Path program = directory.resolve("floor");
    String flaw = build(program);
    if (flaw == null) {
      run("c", List.of(program.toString(), file.toString()), costs, note);
    } else {
      note.append(flaw);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    run(
        "java",
        List.of(
            java,
            "-XX:+UseZGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            JavaFloor.class.getName(),
            file.toString()),
        costs,
        note);
    return new Costs(costs, note.toString());
  }

  /** Builds the C program; returns what keeps it from being built, or null. */
  private @Nullable String build(Path program) throws IOException, InterruptedException {
    Path source = directory.resolve("floor.c");
    try (InputStream in = Floor.class.getResourceAsStream("floor.c")) {
      if (in == null) {
        return "floor.c is not in the jar";
      }
      Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      Process cc =
          new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString(), "-lcrypto")
              .redirectErrorStream(true)
              .start();
      String output = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (cc.waitFor() == 0) {
        return null;
      }
      return output.contains("openssl")
          ? "the floor in C needs OpenSSL's headers: apt-get install libssl-dev"
          : "cc failed: " + output.lines().findFirst().orElse("");
    } catch (IOException e) {
      return "the floor in C needs a compiler: apt-get install gcc libssl-dev";
    }
  }

  private void run(String language, List<String> command, List<Cost> costs, StringBuilder note)
      throws IOException, InterruptedException {
    List<String> pinned = new ArrayList<>();
    if (cores != null) {
      pinned.addAll(List.of("taskset", "-c", cores));
    }
    pinned.addAll(command);
    Process process =
        new ProcessBuilder(pinned).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      note.append("the floor in ").append(language).append(" failed; ");
      return;
    }
    Map<String, Long> values = new HashMap<>();
    String[] words = line.strip().split(" ", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      values.put(words[i], Long.valueOf(words[i + 1]));
    }
    costs.add(
        new Cost(
            language,
            values.getOrDefault("packets", 0L),
            values.getOrDefault("cpu-ns", 0L),
            values.getOrDefault("wall-ns", 1L),
            values.getOrDefault("refused", 0L),
            values.getOrDefault("gso", 0L) == 1));
  }
}
