package org.meshless.sfu.net;

import java.net.InetAddress;

/**
 * A socket of a media loop and the buffers the kernel granted it.
 *
 * @param address where it is bound: never a wildcard, for an answer must leave by the address the
 *     check came to
 * @param port 1..65535
 * @param receiveBufferBytes usable room for datagrams that wait to be read
 * @param sendBufferBytes usable room for datagrams that wait to leave
 */
public record LoopSocket(
    InetAddress address, int port, int receiveBufferBytes, int sendBufferBytes) {
  /** What is asked of the kernel: half a second of 50 Mbit/s, or 30 ms of 1 Gbit/s. */
  public static final int WANTED_BUFFER_BYTES = 4 << 20;

  /**
   * Whether the kernel granted less than was asked for: packets will be lost in bursts. Raise
   * {@code net.core.rmem_max} and {@code net.core.wmem_max}.
   */
  public boolean hasSmallBuffers() {
    return receiveBufferBytes < WANTED_BUFFER_BYTES || sendBufferBytes < WANTED_BUFFER_BYTES;
  }
}
