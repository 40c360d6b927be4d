package org.meshless.rtp.send;

import org.jspecify.annotations.Nullable;

/**
 * Maps rising numbers to rising numbers, one to one from a first pair on, but for numbers that are
 * dropped: those have no image, and what follows closes up.
 *
 * <pre>
 * in    100 101 102 103 104 105        101 and 102 dropped
 * out     7           8   9  10
 * </pre>
 *
 * <p>A number may come late and still finds its image, with only the drops before it counted. The
 * last {@link BitWindow#SIZE} numbers are remembered; older ones have no image.
 */
final class GaplessMap {
  /** No image: before the first, too old, or dropped. */
  static final long NONE = -1;

  private final long firstIn;
  private final long firstOut;
  private long highestIn;
  private long highestOut;
  private long dropped;
  private @Nullable BitWindow drops; // null while nothing was dropped

  /** A map whose first pair is {@code firstIn} to {@code firstOut}. */
  GaplessMap(long firstIn, long firstOut) {
    this.firstIn = firstIn;
    this.firstOut = firstOut;
    this.highestIn = firstIn - 1;
    this.highestOut = firstOut - 1;
  }

  long firstOut() {
    return firstOut;
  }

  /** The highest number that {@link #take} was told of, or one less than the first. */
  long highestOut() {
    return highestOut;
  }

  /** The image of {@code in}, or {@link #NONE}. */
  long map(long in) {
    if (in < firstIn || highestIn - in >= BitWindow.SIZE) {
      return NONE;
    }
    long out = firstOut + in - firstIn - dropped;
    if (in > highestIn || drops == null) {
      return out;
    }
    return drops.get(in) ? NONE : out + drops.countFrom(in);
  }

  /** Remembers that {@code in} now has its image {@code out} for good. */
  void take(long in, long out) {
    highestOut = Math.max(highestOut, out);
    raise(in);
  }

  /**
   * Drops {@code in}.
   *
   * @return whether that leaves no gap: false if a higher number has its image or {@code in} itself
   */
  boolean drop(long in) {
    if (in <= highestIn) {
      return in < firstIn || (map(in) == NONE && highestIn - in < BitWindow.SIZE);
    }
    if (drops == null) {
      drops = new BitWindow(highestIn);
    }
    raise(in);
    drops.set(in);
    dropped++;
    return true;
  }

  /** The number whose image is {@code out}, or {@link #NONE}. */
  long invert(long out) {
    if (out < firstOut || out > highestOut) {
      return NONE;
    }
    long distance = firstOut + highestIn - firstIn - dropped - out;
    if (drops != null) {
      long in = drops.clearFromEnd(distance);
      return in < firstIn ? NONE : in;
    }
    return distance < BitWindow.SIZE ? highestIn - distance : NONE;
  }

  private void raise(long in) {
    if (in > highestIn) {
      highestIn = in;
      if (drops != null) {
        drops.advance(in);
      }
    }
  }
}
