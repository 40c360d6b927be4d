package org.meshless.perf.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** {@code sockaddr_in}: family in the machine's order, port and address in the network's. */
final class SocketAddress {
  static final int LENGTH = 16;
  private static final short AF_INET = 2;

  private SocketAddress() {}

  static void put(MemorySegment to, long at, InetSocketAddress address) {
    to.set(JAVA_SHORT, at, AF_INET);
    to.set(JAVA_BYTE, at + 2, (byte) (address.getPort() >>> 8));
    to.set(JAVA_BYTE, at + 3, (byte) address.getPort());
    if (!(address.getAddress() instanceof Inet4Address inet)) {
      throw new IllegalArgumentException(address + " is not IPv4");
    }
    MemorySegment.copy(inet.getAddress(), 0, to, JAVA_BYTE, at + 4, 4);
  }

  static int port(MemorySegment from, long at) {
    return (from.get(JAVA_BYTE, at + 2) & 0xff) << 8 | (from.get(JAVA_BYTE, at + 3) & 0xff);
  }
}
