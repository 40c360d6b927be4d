package org.meshless.signaling.protocol;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One example of every message, in the files beside this class. */
final class GoldenMessages {
  private GoldenMessages() {}

  /** The texts of a folder, {@code client} or {@code server}. */
  static List<String> of(String folder) {
    URL url = requireNonNull(GoldenMessages.class.getResource(folder), folder);
    try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
      return files.sorted().map(GoldenMessages::read).toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(folder, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
