package org.meshless.perf.media;

import java.util.random.RandomGenerator;

/** A camera's encoder: frames at a rate, larger when a key frame is asked for. */
public final class VideoSource implements MediaSource {
  /** What frames look like. */
  public enum Shape {
    /** All packets of all frames have the same size. */
    EQUAL,
    /** Frame sizes vary; each frame is split as libwebrtc splits. */
    LIBWEBRTC,
    /** As {@link #EQUAL}, but packets come one by one, evenly spaced. */
    SINGLE
  }

  /**
   * How much video.
   *
   * @param framesPerSecond how often
   * @param packetsPerFrame at {@code EQUAL}: exactly; else on average
   * @param packetBytes payload of a full packet
   * @param keyFrameFactor how much larger a key frame is; 1 keeps an even load
   */
  public record Plan(
      Shape shape,
      double framesPerSecond,
      int packetsPerFrame,
      int packetBytes,
      double keyFrameFactor) {
    public Plan atPacketsPerSecond(double rate) {
      return new Plan(shape, rate / packetsPerFrame, packetsPerFrame, packetBytes, keyFrameFactor);
    }

    /** The next smaller layer of the same camera: a third of the packets, at the same times. */
    public Plan smaller() {
      return new Plan(
          shape, framesPerSecond, Math.max(1, packetsPerFrame / 3), packetBytes, keyFrameFactor);
    }

    public double packetsPerSecond() {
      return framesPerSecond * packetsPerFrame;
    }
  }

  private static final int MAX_PACKETS = 128;
  private static final int CLOCK = 90_000;

  /** The extensions that only a frame's first packet carries. */
  private static final int FIRST_HEADER_LONGER = 8;

  private final RandomGenerator random;
  private final double phase;
  private final int firstTimestamp;
  private Plan plan;
  private final int[] sizes = new int[MAX_PACKETS];
  private long startedNs;
  private long burst;
  private double burstsPerSecond;
  private boolean keyFrameWanted = true;
  private boolean keyFrame;
  private int timestamp;
  private int inFrame;

  public VideoSource(Plan plan, long seed) {
    this.plan = plan;
    this.random = PayloadPattern.random(seed);
    this.phase = random.nextDouble();
    this.firstTimestamp = random.nextInt();
    setPlan(plan);
  }

  /** Another rate, from the next {@link #startAt} on. */
  public void setPlan(Plan changed) {
    plan = changed;
    burstsPerSecond =
        changed.framesPerSecond()
            * (changed.shape() == Shape.SINGLE ? changed.packetsPerFrame() : 1);
  }

  @Override
  public void startAt(long nowNs) {
    startedNs = nowNs;
    burst = 0;
    inFrame = 0;
  }

  @Override
  public long dueNs() {
    return startedNs + (long) ((burst + phase) * 1e9 / burstsPerSecond);
  }

  @Override
  public int next() {
    boolean first = plan.shape() != Shape.SINGLE || inFrame == 0;
    if (first) {
      keyFrame = keyFrameWanted;
      keyFrameWanted = false;
      timestamp = firstTimestamp + (int) (dueNs() / 1000 * CLOCK / 1_000_000);
    }
    burst++;
    return switch (plan.shape()) {
      case SINGLE -> {
        startsFrame = inFrame == 0;
        inFrame = (inFrame + 1) % plan.packetsPerFrame();
        sizes[0] = plan.packetBytes();
        yield 1;
      }
      case EQUAL -> {
        startsFrame = true;
        int packets = Math.min(MAX_PACKETS, (int) (plan.packetsPerFrame() * factor()));
        java.util.Arrays.fill(sizes, 0, packets, plan.packetBytes());
        yield packets;
      }
      case LIBWEBRTC -> {
        startsFrame = true;
        double spread = 1 + 0.15 * Math.clamp(random.nextGaussian(), -3, 3);
        double mean = (plan.packetsPerFrame() - 0.5) * plan.packetBytes();
        int bytes = (int) Math.max(256, mean * spread * factor());
        yield FrameSplitter.aboutEqually(
            Math.min(bytes, MAX_PACKETS * plan.packetBytes()),
            plan.packetBytes(),
            FIRST_HEADER_LONGER,
            sizes);
      }
    };
  }

  private boolean startsFrame;

  private double factor() {
    return keyFrame ? plan.keyFrameFactor() : 1;
  }

  @Override
  public int[] sizes() {
    return sizes;
  }

  @Override
  public int timestamp() {
    return timestamp;
  }

  @Override
  public boolean isKeyFrame() {
    return keyFrame;
  }

  @Override
  public boolean startsFrame() {
    return startsFrame;
  }

  @Override
  public boolean endsFrame() {
    return plan.shape() != Shape.SINGLE || inFrame == 0;
  }

  @Override
  public void requestKeyFrame() {
    keyFrameWanted = true;
  }

  @Override
  public int audioLevel() {
    return 0;
  }
}
