package org.meshless.perf.media;

import java.util.random.RandomGenerator;

/** Opus of 20 ms: 50 packets a second, each a frame of its own. Confined to its loop. */
abstract class Microphone implements MediaSource {
  /** The mark of voice beside an audio level (RFC 6464 §3). */
  static final int VOICE = 0x80;

  private static final double PACKETS_PER_SECOND = 50;
  private static final int SAMPLES = 960;
  private static final long PACKET_NS = 20_000_000;

  private final double phase;
  private final int firstTimestamp;
  private final int[] sizes = new int[1];
  private long startedNs;
  private long packets;

  Microphone(RandomGenerator random) {
    phase = random.nextDouble();
    firstTimestamp = random.nextInt();
  }

  /** Makes the next packet; returns the size of its payload. */
  abstract int nextSize();

  /** How many were made since the start, before the one being made. */
  final long packets() {
    return packets;
  }

  @Override
  public final void startAt(long nowNs) {
    startedNs = nowNs;
    packets = 0;
  }

  @Override
  public final long dueNs() {
    return startedNs + (long) ((packets + phase) * 1e9 / PACKETS_PER_SECOND);
  }

  @Override
  public final int next() {
    sizes[0] = nextSize();
    packets++;
    return 1;
  }

  @Override
  public final int[] sizes() {
    return sizes;
  }

  @Override
  public final int timestamp() {
    return firstTimestamp + (int) ((startedNs / PACKET_NS + packets) * SAMPLES);
  }

  @Override
  public final boolean isKeyFrame() {
    return true;
  }

  @Override
  public final boolean startsFrame() {
    return true;
  }

  @Override
  public final boolean endsFrame() {
    return true;
  }

  @Override
  public final void requestKeyFrame() {}
}
