package org.meshless.perf.media;

import java.util.random.RandomGenerator;

/** A microphone: Opus, 50 packets a second, somebody who speaks in spurts and pauses. */
public final class AudioSource implements MediaSource {
  private static final double PACKETS_PER_SECOND = 50;
  private static final int SAMPLES = 960;
  private static final int VOICE = 0x80;

  private final RandomGenerator random;
  private final double phase;
  private final int firstTimestamp;
  private final int[] sizes = new int[1];
  private long startedNs;
  private long burst;
  private int leftOfSpurt;
  private boolean talking;
  private int level;

  public AudioSource(long seed) {
    random = PayloadPattern.random(seed);
    phase = random.nextDouble();
    firstTimestamp = random.nextInt();
  }

  @Override
  public void startAt(long nowNs) {
    startedNs = nowNs;
    burst = 0;
  }

  @Override
  public long dueNs() {
    return startedNs + (long) ((burst + phase) * 1e9 / PACKETS_PER_SECOND);
  }

  @Override
  public int next() {
    burst++;
    if (leftOfSpurt-- == 0) {
      talking = !talking;
      // Spurts of 1.2 s and pauses of 0.8 s on average.
      leftOfSpurt = Math.clamp((long) (random.nextExponential() * (talking ? 60 : 40)), 5, 500);
    }
    level = talking ? VOICE | (20 + random.nextInt(25)) : 90 + random.nextInt(37);
    sizes[0] = talking ? 70 + random.nextInt(50) : 40;
    return 1;
  }

  @Override
  public int[] sizes() {
    return sizes;
  }

  @Override
  public int timestamp() {
    return firstTimestamp + (int) ((startedNs / 20_000_000 + burst) * SAMPLES);
  }

  @Override
  public boolean isKeyFrame() {
    return true;
  }

  @Override
  public boolean startsFrame() {
    return true;
  }

  @Override
  public boolean endsFrame() {
    return true;
  }

  @Override
  public void requestKeyFrame() {}

  @Override
  public int audioLevel() {
    return level;
  }
}
