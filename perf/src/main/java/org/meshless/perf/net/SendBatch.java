package org.meshless.perf.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * Datagrams of one socket that leave by one system call. Confined to a thread.
 *
 * <p>A message is a datagram, or with a segment size several in a row (UDP_SEGMENT).
 */
public final class SendBatch {
  public static final int CAPACITY = 256;

  /** Room for each message: a segmented one fills it. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final int HEADER = 64;
  private static final int CONTROL = 24;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;
  private static final int TRIES = 64;

  private final MemorySegment headers;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment vectors;
  private final MemorySegment data;
  private int count;
  private long refused;

  public SendBatch() {
    Arena arena = Arena.ofAuto();
    headers = arena.allocate((long) HEADER * CAPACITY, 8);
    names = arena.allocate((long) SocketAddress.LENGTH * CAPACITY, 8);
    controls = arena.allocate((long) CONTROL * CAPACITY, 8);
    vectors = arena.allocate(16L * CAPACITY, 8);
    data = arena.allocate((long) MAX_BYTES * CAPACITY, 64);
    for (int i = 0; i < CAPACITY; i++) {
      long at = (long) i * HEADER;
      long control = (long) i * CONTROL;
      vectors.set(ADDRESS, i * 16L, data.asSlice((long) i * MAX_BYTES, MAX_BYTES));
      controls.set(JAVA_LONG, control, 18);
      controls.set(JAVA_INT, control + 8, SOL_UDP);
      controls.set(JAVA_INT, control + 12, UDP_SEGMENT);
      headers.set(ADDRESS, at, names.asSlice((long) i * SocketAddress.LENGTH));
      headers.set(JAVA_INT, at + 8, SocketAddress.LENGTH);
      headers.set(ADDRESS, at + 16, vectors.asSlice(i * 16L, 16));
      headers.set(JAVA_LONG, at + 24, 1);
    }
  }

  public boolean isFull() {
    return count == CAPACITY;
  }

  public int count() {
    return count;
  }

  /** Datagrams that the kernel did not take. */
  public long refused() {
    return refused;
  }

  /** Adds one datagram. */
  public void add(InetSocketAddress to, byte[] bytes, int offset, int length) {
    add(to, bytes, offset, length, 0);
  }

  /**
   * Adds a message.
   *
   * @param segment the size of all its datagrams but the last, which may be shorter; 0 for one
   *     datagram
   */
  public void add(InetSocketAddress to, byte[] bytes, int offset, int length, int segment) {
    long at = (long) count * HEADER;
    SocketAddress.put(names, (long) count * SocketAddress.LENGTH, to);
    MemorySegment.copy(bytes, offset, data, JAVA_BYTE, (long) count * MAX_BYTES, length);
    vectors.set(JAVA_LONG, count * 16L + 8, length);
    if (segment > 0 && segment < length) {
      long control = (long) count * CONTROL;
      controls.set(JAVA_SHORT, control + 16, (short) segment);
      headers.set(ADDRESS, at + 32, controls.asSlice(control, CONTROL));
      headers.set(JAVA_LONG, at + 40, CONTROL);
    } else {
      headers.set(ADDRESS, at + 32, MemorySegment.NULL);
      headers.set(JAVA_LONG, at + 40, 0);
    }
    count++;
  }

  /** Sends all, trying again for a moment while the socket's buffer is full; then it is empty. */
  public void flush(UdpSocket socket) {
    int sent = 0;
    for (int tries = 0; sent < count && tries < TRIES; ) {
      int taken =
          Libc.sendmmsg(socket.fd(), headers.asSlice((long) sent * HEADER), count - sent, 0);
      if (taken > 0) {
        sent += taken;
      } else {
        tries++;
        Thread.onSpinWait();
      }
    }
    refused += count - sent;
    count = 0;
  }
}
