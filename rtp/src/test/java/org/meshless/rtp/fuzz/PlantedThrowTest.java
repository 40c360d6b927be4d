package org.meshless.rtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantedThrowTest {
  /** Found within a second or two; the rest is for machines that have other things to do. */
  private static final String SECONDS = "60";

  @TempDir Path module;

  @Test
  void theFuzzerFindsAPlantedThrowAndKeepsTheInput() throws Exception {
    Path log = module.resolve("output");
    ProcessBuilder fuzz =
        new ProcessBuilder(
            Path.of("../bin/fuzz").toAbsolutePath().toString(),
            module.toString(),
            PlantedThrow.class.getName(),
            "throwsOnMagic",
            SECONDS);
    fuzz.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    fuzz.redirectErrorStream(true).redirectOutput(log.toFile());

    Process process = fuzz.start();
    boolean ended = process.waitFor(90, TimeUnit.SECONDS);
    process.destroyForcibly();
    String output = Files.readString(log);

    assertTrue(ended, output);
    assertAll(
        () -> assertEquals(1, process.exitValue(), output),
        () -> assertTrue(output.contains("IllegalStateException: planted"), output),
        () -> assertEquals(List.of("MESH"), firstFourBytesOfTheInputsKept(), output));
  }

  private List<String> firstFourBytesOfTheInputsKept() throws IOException {
    Path inputs =
        module.resolve("src/test/resources/org/meshless/rtp/fuzz/PlantedThrowInputs/throwsOnMagic");
    try (var files = Files.list(inputs)) {
      return files.map(PlantedThrowTest::firstFourBytes).toList();
    }
  }

  private static String firstFourBytes(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
