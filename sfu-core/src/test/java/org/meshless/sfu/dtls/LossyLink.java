package org.meshless.sfu.dtls;

import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a network that loses, repeats and reorders, by a seed. Thread-safe by locking.
 */
final class LossyLink implements Consumer<byte[]> {
  private final Random random;
  private final double loss;
  private final double trouble;
  private final Consumer<byte[]> to;
  private byte @Nullable [] late;

  /**
   * A link.
   *
   * @param loss probability that a datagram is lost
   * @param trouble probability that it comes twice, and as much that the next overtakes it
   */
  LossyLink(long seed, double loss, double trouble, Consumer<byte[]> to) {
    random = new Random(seed);
    this.loss = loss;
    this.trouble = trouble;
    this.to = to;
  }

  @Override
  public synchronized void accept(byte[] datagram) {
    if (random.nextDouble() < loss) {
      return;
    }
    byte[] overtaken = late;
    late = null;
    if (overtaken == null && random.nextDouble() < trouble) {
      late = datagram;
      return;
    }
    to.accept(datagram.clone());
    if (random.nextDouble() < trouble) {
      to.accept(datagram.clone());
    }
    if (overtaken != null) {
      to.accept(overtaken);
    }
  }
}
