package org.meshless.perf.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What {@code /proc} tells of a process. Stateless; 0 for what cannot be read. */
public final class ProcFile {
  /** Of {@code utime} and {@code stime}: every Linux on x86-64 and AArch64 has 100. */
  private static final long TICKS_PER_SECOND = 100;

  private ProcFile() {}

  /** CPU time of a process with all threads, those that ended too, in nanoseconds. */
  public static long cpuNs(long pid) {
    String stat = read(pid, "stat");
    int at = stat.lastIndexOf(')');
    if (at < 0) {
      return 0;
    }
    String[] fields = stat.substring(at + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    // The scheduler's own sum is exact, but forgets threads that ended.
    return Math.max(ticks * (1_000_000_000L / TICKS_PER_SECOND), scheduledNs(pid));
  }

  private static long scheduledNs(long pid) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return tasks.mapToLong(ProcFile::scheduledNs).sum();
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private static long scheduledNs(Path task) {
    try {
      String text = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(text.substring(0, text.indexOf(' ')));
    } catch (IOException | RuntimeException e) {
      return 0; // it ended meanwhile
    }
  }

  /** Resident memory in bytes. */
  public static long rssBytes(long pid) {
    return status(pid, "VmRSS:") * 1024;
  }

  public static long threads(long pid) {
    return status(pid, "Threads:");
  }

  public static long descriptors(long pid) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Datagrams that the process's UDP sockets on a port had no room for. */
  public static long udpDrops(int port) {
    String suffix = String.format(java.util.Locale.ROOT, ":%04X", port);
    try (Stream<String> lines = Files.lines(Path.of("/proc/net/udp"))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > 12 && fields[1].endsWith(suffix))
          .mapToLong(fields -> Long.parseLong(fields[12]))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long status(long pid, String key) {
    for (String line : read(pid, "status").split("\n", -1)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).strip().split(" ", -1)[0]);
      }
    }
    return 0;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/" + file));
    } catch (IOException e) {
      return "";
    }
  }
}
