package org.meshless.perf.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Up to {@link #CAPACITY} datagrams of one socket, received by one system call, each with the time
 * at which the kernel got it. Confined to a thread.
 *
 * <pre>
 *   struct mmsghdr: name(8) namelen(4+4) iov(8) iovlen(8) control(8) controllen(8) flags(4+4) len(4+4)
 *   struct cmsghdr: len(8) level(4) type(4) data
 * </pre>
 */
public final class ReceiveBatch {
  public static final int CAPACITY = 64;

  /** Longer datagrams are cut off: nobody sends such media. */
  public static final int MAX_BYTES = 2048;

  private static final int HEADER = 64;
  private static final int CONTROL = 96;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int SOL_SOCKET = 1;
  private static final int SO_TIMESTAMPNS = 35;
  private static final int SO_RXQ_OVFL = 40;

  private final MemorySegment headers;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment data;
  private int count;

  public ReceiveBatch() {
    Arena arena = Arena.ofAuto();
    headers = arena.allocate((long) HEADER * CAPACITY, 8);
    names = arena.allocate((long) SocketAddress.LENGTH * CAPACITY, 8);
    controls = arena.allocate((long) CONTROL * CAPACITY, 8);
    data = arena.allocate((long) MAX_BYTES * CAPACITY, 64);
    MemorySegment vectors = arena.allocate(16L * CAPACITY, 8);
    for (int i = 0; i < CAPACITY; i++) {
      long at = (long) i * HEADER;
      vectors.set(ADDRESS, i * 16L, data.asSlice((long) i * MAX_BYTES, MAX_BYTES));
      vectors.set(JAVA_LONG, i * 16L + 8, MAX_BYTES);
      headers.set(ADDRESS, at, names.asSlice((long) i * SocketAddress.LENGTH));
      headers.set(ADDRESS, at + 16, vectors.asSlice(i * 16L, 16));
      headers.set(JAVA_LONG, at + 24, 1);
      headers.set(ADDRESS, at + 32, controls.asSlice((long) i * CONTROL, CONTROL));
    }
    vectorsKeptAlive = vectors;
    count = CAPACITY;
  }

  /** The headers point to it. */
  @SuppressWarnings("unused")
  private final MemorySegment vectorsKeptAlive;

  /** Receives what is there; returns how many, 0 for none. */
  public int receive(UdpSocket socket) {
    return receive(socket.fd());
  }

  int receive(int fd) {
    for (int i = 0; i < count; i++) {
      long at = (long) i * HEADER;
      headers.set(JAVA_INT, at + 8, SocketAddress.LENGTH);
      headers.set(JAVA_LONG, at + 40, CONTROL);
    }
    count = Math.max(0, Libc.recvmmsg(fd, headers, CAPACITY, MSG_DONTWAIT));
    return count;
  }

  public int length(int i) {
    return Math.min(MAX_BYTES, headers.get(JAVA_INT, (long) i * HEADER + 56));
  }

  /** Copies the first {@code length} bytes of a datagram to the beginning of {@code to}. */
  public void copy(int i, byte[] to, int length) {
    MemorySegment.copy(data, JAVA_BYTE, (long) i * MAX_BYTES, to, 0, length);
  }

  /** The sender's port. */
  public int port(int i) {
    return SocketAddress.port(names, (long) i * SocketAddress.LENGTH);
  }

  /** When the kernel received the datagram, in nanoseconds since 1970; 0 if it does not say. */
  public long timestampNs(int i) {
    long at = control(i, SO_TIMESTAMPNS);
    return at < 0
        ? 0
        : controls.get(JAVA_LONG, at) * 1_000_000_000L + controls.get(JAVA_LONG, at + 8);
  }

  /** Datagrams the socket had no room for since it was opened; −1 if the kernel does not say. */
  public long overflows(int i) {
    long at = control(i, SO_RXQ_OVFL);
    return at < 0 ? -1 : controls.get(JAVA_INT, at) & 0xffff_ffffL;
  }

  private long control(int i, int type) {
    long at = (long) i * CONTROL;
    long end = at + headers.get(JAVA_LONG, (long) i * HEADER + 40);
    while (at + 16 <= end) {
      long length = controls.get(JAVA_LONG, at);
      if (controls.get(JAVA_INT, at + 8) == SOL_SOCKET && controls.get(JAVA_INT, at + 12) == type) {
        return at + 16;
      }
      if (length < 16) {
        return -1;
      }
      at += (length + 7) & ~7L;
    }
    return -1;
  }
}
