package org.meshless.sfu.net;

import java.net.InetSocketAddress;

/**
 * Where a media loop's datagrams leave. Confined to its media loop.
 *
 * <p>Bytes are copied during the call, so the caller may reuse its array at once. Datagrams leave
 * in order per socket, at the latest on {@link #flush}. One that the kernel refuses, or that finds
 * the socket's queue full, is dropped and counted as {@link LoopCounter#SEND_REFUSED}, never as
 * sent.
 */
public interface DatagramPort {
  /** Sends one datagram from the local socket of that index. */
  void send(int socket, InetSocketAddress remote, byte[] bytes, int offset, int length);

  /**
   * Sends {@code length} bytes as datagrams of {@code segmentSize} bytes each, the last one perhaps
   * shorter, in one system call where the kernel can (generic segmentation offload). At most {@link
   * #MAX_SEGMENTS} segments and {@link #MAX_SEGMENTED_BYTES} bytes.
   */
  void sendSegments(
      int socket, InetSocketAddress remote, byte[] bytes, int offset, int length, int segmentSize);

  /** Hands everything sent so far to the kernel. */
  void flush();

  /** UDP_MAX_SEGMENTS of Linux before 6.9. */
  int MAX_SEGMENTS = 64;

  /** What one segmented send may carry: IPv4's largest UDP payload, rounded down. */
  int MAX_SEGMENTED_BYTES = 65_000;
}
