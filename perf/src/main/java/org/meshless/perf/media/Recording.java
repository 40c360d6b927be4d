package org.meshless.perf.media;

/**
 * The payloads of a track whose media are real, kept for retransmission. Nobody compares them: a
 * receiver decodes them. Confined to its loop.
 */
final class Recording implements Payloads {
  private static final int KEPT = 512;

  private final byte[][] payloads = new byte[KEPT][];
  private long next;

  /** The next packet, by the order in which packets are published. */
  void add(byte[] payload) {
    payloads[(int) (next++ & (KEPT - 1))] = payload;
  }

  @Override
  public boolean write(PublishedTrack.Packet packet, byte[] out, int offset) {
    if (packet.index >= next || packet.index < next - KEPT) {
      return false;
    }
    byte[] payload = payloads[(int) (packet.index & (KEPT - 1))];
    System.arraycopy(payload, 0, out, offset, payload.length);
    return true;
  }

  @Override
  public int minLength() {
    return 1;
  }

  @Override
  public boolean matches(PublishedTrack.Packet packet, byte[] b, int offset, int length) {
    return false;
  }
}
