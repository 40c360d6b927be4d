package org.meshless.sfu.dtls;

import java.util.Arrays;

/**
 * Collects the records of a flight, so that they leave in as few datagrams as hold them:
 * BouncyCastle sends each by itself, to be lost or overtaken by itself. Confined to whoever runs
 * the association.
 */
final class FlightBuffer {
  /** Takes what is complete. */
  interface Output {
    /** A datagram; the array is the receiver's. */
    void send(byte[] datagram);
  }

  private final Output output;
  private final byte[] bytes = new byte[SwitchedTransport.SEND_LIMIT];
  private int length;

  FlightBuffer(Output output) {
    this.output = output;
  }

  /** Adds a record of at most {@link SwitchedTransport#SEND_LIMIT} bytes. */
  void add(byte[] record, int offset, int size) {
    if (length + size > bytes.length) {
      flush();
    }
    System.arraycopy(record, offset, bytes, length, size);
    length += size;
  }

  void flush() {
    if (length > 0) {
      int size = length;
      length = 0;
      output.send(Arrays.copyOf(bytes, size));
    }
  }
}
