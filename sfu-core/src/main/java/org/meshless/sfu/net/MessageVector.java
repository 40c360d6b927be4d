package org.meshless.sfu.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages as sendmmsg(2) takes them, in native memory that is written again and again. Confined to
 * its media loop. The structures are those of Linux on 64-bit machines:
 *
 * <pre>
 *   mmsghdr   name* 0 | namelen 8 | iov* 16 | iovlen 24 | control* 32 | controllen 40 | flags 48 | len 56
 *   iovec     base* 0 | len 8
 *   cmsghdr   len 0 | level 8 | type 12 | segment size 16
 *   sockaddr  family 0 | port 2 | IPv4 address 4, or flow 4, IPv6 address 8, scope 24
 * </pre>
 */
final class MessageVector {
  private static final int HEADER = 64;
  private static final int VECTOR = 16;
  private static final int CONTROL = 24;
  private static final int CONTROL_LENGTH = 18;
  private static final int NAME = 32;
  private static final int IPV4_NAME = 16;
  private static final int IPV6_NAME = 28;
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  private final int capacity;
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment controls;
  private final MemorySegment names;
  private final MemorySegment data;
  private final @Nullable InetSocketAddress[] remotes;
  private final int[] starts;
  private final int[] lengths;
  private final int[] segmentSizes;
  private int count;
  private int end;

  /** No messages yet; room for so many, and for so many bytes between them. */
  MessageVector(int capacity, int dataBytes) {
    this.capacity = capacity;
    Arena arena = Arena.ofAuto();
    headers = arena.allocate((long) capacity * HEADER, 64);
    vectors = arena.allocate((long) capacity * VECTOR, 64);
    controls = arena.allocate((long) capacity * CONTROL, 64);
    names = arena.allocate((long) capacity * NAME, 64);
    data = arena.allocate(dataBytes, 64);
    remotes = new @Nullable InetSocketAddress[capacity];
    starts = new int[capacity];
    lengths = new int[capacity];
    segmentSizes = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      long header = (long) i * HEADER;
      long control = (long) i * CONTROL;
      headers.set(ADDRESS, header, names.asSlice((long) i * NAME, NAME));
      headers.set(ADDRESS, header + 16, vectors.asSlice((long) i * VECTOR, VECTOR));
      headers.set(JAVA_LONG, header + 24, 1);
      headers.set(ADDRESS, header + 32, controls.asSlice(control, CONTROL));
      controls.set(JAVA_LONG, control, CONTROL_LENGTH);
      controls.set(JAVA_INT, control + 8, SOL_UDP);
      controls.set(JAVA_INT, control + 12, UDP_SEGMENT);
    }
  }

  boolean hasRoom(int length) {
    return count < capacity && end + length <= data.byteSize();
  }

  int count() {
    return count;
  }

  /** Bytes of all messages. */
  int dataBytes() {
    return end;
  }

  /**
   * Adds a message; there is room. Its bytes are copied.
   *
   * @param segmentSize what the kernel is to cut it into; {@code length} or more for one datagram
   */
  void add(InetSocketAddress remote, byte[] bytes, int offset, int length, int segmentSize) {
    int i = count++;
    MemorySegment.copy(bytes, offset, data, JAVA_BYTE, end, length);
    long vector = (long) i * VECTOR;
    vectors.set(JAVA_LONG, vector, data.address() + end);
    vectors.set(JAVA_LONG, vector + 8, length);
    long header = (long) i * HEADER;
    headers.set(JAVA_INT, header + 8, name((long) i * NAME, remote));
    if (segmentSize < length) {
      controls.set(JAVA_SHORT, (long) i * CONTROL + 16, (short) segmentSize);
      headers.set(JAVA_LONG, header + 40, CONTROL);
    } else {
      headers.set(JAVA_LONG, header + 40, 0); // the kernel does not look at the control message
    }
    remotes[i] = remote;
    starts[i] = end;
    lengths[i] = length;
    segmentSizes[i] = Math.min(segmentSize, length);
    end += length;
  }

  private int name(long at, InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    byte[] bytes = address.getAddress();
    int port = remote.getPort();
    names.set(JAVA_BYTE, at + 2, (byte) (port >>> 8));
    names.set(JAVA_BYTE, at + 3, (byte) port);
    if (address instanceof Inet6Address six) {
      names.set(JAVA_SHORT, at, AF_INET6);
      names.set(JAVA_INT, at + 4, 0);
      MemorySegment.copy(bytes, 0, names, JAVA_BYTE, at + 8, bytes.length);
      names.set(JAVA_INT, at + 24, six.getScopeId());
      return IPV6_NAME;
    }
    names.set(JAVA_SHORT, at, AF_INET);
    MemorySegment.copy(bytes, 0, names, JAVA_BYTE, at + 4, bytes.length);
    return IPV4_NAME;
  }

  /** The structures of the messages from that one on. */
  MemorySegment headers(int from) {
    return headers.asSlice((long) from * HEADER);
  }

  InetSocketAddress remote(int i) {
    InetSocketAddress remote = remotes[i];
    if (i >= count || remote == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return remote;
  }

  int length(int i) {
    return lengths[i];
  }

  int segmentSize(int i) {
    return segmentSizes[i];
  }

  /** How many datagrams a message is. */
  int datagrams(int i) {
    return (lengths[i] + segmentSizes[i] - 1) / segmentSizes[i];
  }

  byte[] bytes(int i) {
    return data.asSlice(starts[i], lengths[i]).toArray(JAVA_BYTE);
  }

  void clear() {
    Arrays.fill(remotes, 0, count, null);
    count = 0;
    end = 0;
  }
}
