package org.meshless.sfu.room;

/**
 * How much somebody is speaking, from the audio levels in their packets (RFC 6464). Rises within a
 * syllable and falls within a pause between sentences, so that a cough makes nobody a speaker and a
 * breath unmakes none.
 *
 * <p>Time is an argument, which is why this is not one of the libraries that bring a clock, a lock
 * and an executor. Confined to its MediaLoop.
 */
final class VoiceActivity {
  /** Louder than this, in −dBov, is speech; rooms and fans are quieter. */
  private static final int SPEECH_LEVEL = 50;

  private static final double RISE = 0.12;
  private static final double FALL = 0.03;
  private static final double SPEAKING = 0.15;

  /** Between two packets more than this long apart there was silence: DTX sends next to nothing. */
  private static final long SILENCE_NS = 400_000_000;

  private static final long PACKET_NS = 20_000_000;

  private double activity;
  private long lastNs = Long.MIN_VALUE / 2;
  private long lastSpeakingNs = Long.MIN_VALUE / 2;

  /**
   * A packet with this level arrived.
   *
   * @param level 0 (loudest) … 127 (silence)
   * @return whether its sender speaks now
   */
  boolean onLevel(long nowNs, int level) {
    activity = activity(nowNs);
    double loudness = Math.max(0, SPEECH_LEVEL - level) / (double) SPEECH_LEVEL;
    double target = level < SPEECH_LEVEL ? 0.5 + loudness / 2 : 0;
    activity += (target - activity) * (target > activity ? RISE : FALL);
    lastNs = nowNs;
    if (activity >= SPEAKING) {
      lastSpeakingNs = nowNs;
      return true;
    }
    return false;
  }

  /** 0 (silent) … 1 (loud and long). */
  double activity(long nowNs) {
    double silentPackets = Math.clamp((nowNs - lastNs - SILENCE_NS) / PACKET_NS, 0, 1_000);
    return activity * Math.pow(1 - FALL, silentPackets);
  }

  /** How long ago the person last spoke, in nanoseconds; very long if never. */
  long silentForNs(long nowNs) {
    return nowNs - lastSpeakingNs;
  }
}
