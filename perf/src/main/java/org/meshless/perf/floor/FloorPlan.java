package org.meshless.perf.floor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What the floor sends, in the text that its programs read; see {@code floor.c}. Immutable.
 *
 * @param periodNs how long all bursts take, after which they begin anew
 * @param paced when they are due; else as fast as possible
 */
public record FloorPlan(
    List<InetSocketAddress> receivers,
    List<Burst> bursts,
    long repeat,
    long periodNs,
    boolean paced) {
  /**
   * Packets that are due together.
   *
   * @param dueNs from the beginning of the period
   * @param sizes of the RTP packets in the clear, header included
   */
  public record Burst(long dueNs, List<Integer> sizes) {
    public Burst {
      sizes = List.copyOf(sizes);
    }
  }

  public FloorPlan {
    receivers = List.copyOf(receivers);
    bursts = List.copyOf(bursts);
  }

  /** The same for so many seconds. */
  public FloorPlan lasting(double seconds, boolean pace) {
    return new FloorPlan(
        receivers, bursts, Math.max(1, (long) (seconds * 1e9 / periodNs)), periodNs, pace);
  }

  long packetsPerPeriod() {
    return bursts.stream().mapToLong(burst -> burst.sizes().size()).sum() * receivers.size();
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder("receivers " + receivers.size() + "\n");
    for (InetSocketAddress receiver : receivers) {
      text.append(receiver.getAddress().getHostAddress() + " " + receiver.getPort() + "\n");
    }
    text.append("bursts " + bursts.size() + "\n");
    for (Burst burst : bursts) {
      text.append(burst.dueNs() + " " + burst.sizes().size());
      burst.sizes().forEach(size -> text.append(" " + size));
      text.append('\n');
    }
    text.append("repeat " + repeat + "\nperiod-ns " + periodNs + "\npaced " + (paced ? 1 : 0));
    Files.writeString(file, text.append('\n'));
  }

  static FloorPlan read(Path file) throws IOException {
    Queue<String> words =
        new ArrayDeque<>(List.of(Files.readString(file).strip().split("\\s+", -1)));
    long receivers = number(words, "receivers");
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (long i = 0; i < receivers; i++) {
      addresses.add(new InetSocketAddress(words.remove(), Integer.parseInt(words.remove())));
    }
    long count = number(words, "bursts");
    List<Burst> bursts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long dueNs = Long.parseLong(words.remove());
      int packets = Integer.parseInt(words.remove());
      List<Integer> sizes = new ArrayList<>();
      for (int k = 0; k < packets; k++) {
        sizes.add(Integer.valueOf(words.remove()));
      }
      bursts.add(new Burst(dueNs, sizes));
    }
    return new FloorPlan(
        addresses,
        bursts,
        number(words, "repeat"),
        number(words, "period-ns"),
        number(words, "paced") != 0);
  }

  private static long number(Queue<String> words, String name) {
    if (!words.remove().equals(name)) {
      throw new IllegalArgumentException("no " + name);
    }
    return Long.parseLong(words.remove());
  }
}
