package org.meshless.perf.net;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Which of many sockets have something to read. Confined to a thread, {@link #add} apart. */
public final class Epoll implements AutoCloseable {
  private static final int CAPACITY = 256;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLLIN = 1;

  /** {@code struct epoll_event} is packed on x86-64 only. */
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

  private static final int EVENT = PACKED ? 12 : 16;
  private static final int DATA = PACKED ? 4 : 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment events = arena.allocate((long) EVENT * CAPACITY, 8);
  private final MemorySegment timespec = arena.allocate(16, 8);
  private final int fd;

  public Epoll() throws IOException {
    fd = Libc.epollCreate();
    if (fd < 0) {
      throw new IOException("no epoll");
    }
  }

  /**
   * Watches a socket.
   *
   * @param key what {@link #key} tells of it
   */
  public void add(UdpSocket socket, int key) {
    try (Arena confined = Arena.ofConfined()) {
      MemorySegment event = confined.allocate(16, 8);
      event.set(JAVA_INT_UNALIGNED, 0, EPOLLIN);
      event.set(JAVA_INT_UNALIGNED, DATA, key);
      Libc.epollCtl(fd, EPOLL_CTL_ADD, socket.fd(), event);
    }
  }

  public void remove(UdpSocket socket) {
    Libc.epollCtl(fd, EPOLL_CTL_DEL, socket.fd(), MemorySegment.NULL);
  }

  /** Waits at most so long; returns how many sockets are readable. */
  public int await(long timeoutNs) {
    timespec.set(JAVA_LONG, 0, timeoutNs / 1_000_000_000L);
    timespec.set(JAVA_LONG, 8, timeoutNs % 1_000_000_000L);
    return Math.max(0, Libc.epollWait(fd, events, CAPACITY, timespec));
  }

  /** The key of a readable socket, {@code i} counting from 0. */
  public int key(int i) {
    return events.get(JAVA_INT_UNALIGNED, (long) i * EVENT + DATA);
  }

  @Override
  public void close() {
    Libc.close(fd);
    arena.close();
  }
}
