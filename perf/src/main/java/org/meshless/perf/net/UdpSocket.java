package org.meshless.perf.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** A bound, non-blocking UDP socket. Thread-safe: all it holds is a number. */
public final class UdpSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM_NONBLOCK = 2 | 0x800;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SO_TIMESTAMPNS = 35;
  private static final int SO_RXQ_OVFL = 40;

  private final int fd;
  private final InetSocketAddress local;

  private UdpSocket(int fd, InetSocketAddress local) {
    this.fd = fd;
    this.local = local;
  }

  /**
   * Opens a socket on any port of an address.
   *
   * @param bufferBytes wished for in both directions; the kernel may give less
   */
  public static UdpSocket open(Inet4Address address, int bufferBytes) throws IOException {
    int fd = Libc.socket(AF_INET, SOCK_DGRAM_NONBLOCK, 0);
    if (fd < 0) {
      throw new IOException("no more sockets; see ulimit -n");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddress.LENGTH, 8);
      SocketAddress.put(name, 0, new InetSocketAddress(address, 0));
      if (Libc.bind(fd, name, SocketAddress.LENGTH) != 0) {
        throw new IOException("cannot bind to " + address.getHostAddress());
      }
      if (Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bufferBytes) != 0) {
        Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, bufferBytes);
      }
      if (Libc.setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, bufferBytes) != 0) {
        Libc.setsockopt(fd, SOL_SOCKET, SO_SNDBUF, bufferBytes);
      }
      if (Libc.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1) != 0
          || Libc.setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, 1) != 0) {
        throw new IOException("no receive timestamps from this kernel");
      }
      Libc.getsockname(fd, name, arena.allocateFrom(JAVA_INT, SocketAddress.LENGTH));
      return new UdpSocket(fd, new InetSocketAddress(address, SocketAddress.port(name, 0)));
    } catch (IOException e) {
      Libc.close(fd);
      throw e;
    }
  }

  int fd() {
    return fd;
  }

  public InetSocketAddress local() {
    return local;
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
