package org.meshless.perf.media;

import java.util.random.RandomGenerator;

/** A microphone: Opus, 50 packets a second, somebody who speaks in spurts and pauses. */
public final class AudioSource extends Microphone {
  private final RandomGenerator random;
  private int leftOfSpurt;
  private boolean talking;
  private int level;

  public AudioSource(long seed) {
    this(PayloadPattern.random(seed));
  }

  private AudioSource(RandomGenerator random) {
    super(random);
    this.random = random;
  }

  @Override
  int nextSize() {
    if (leftOfSpurt-- == 0) {
      talking = !talking;
      // Spurts of 1.2 s and pauses of 0.8 s on average.
      leftOfSpurt = Math.clamp((long) (random.nextExponential() * (talking ? 60 : 40)), 5, 500);
    }
    level = talking ? VOICE | (20 + random.nextInt(25)) : 90 + random.nextInt(37);
    return talking ? 70 + random.nextInt(50) : 40;
  }

  @Override
  public int audioLevel() {
    return level;
  }
}
