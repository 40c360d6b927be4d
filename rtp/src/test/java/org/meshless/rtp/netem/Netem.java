package org.meshless.rtp.netem;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One direction of a simulated path: loses, queues, delays, reorders and repeats packets as its
 * {@link LinkConditions} say, which may change at any time. The same seed and the same calls give
 * the same result.
 *
 * <p>A packet is first lost or not, then waits in the queue for its turn at the rate, then travels.
 * Confined to one thread.
 *
 * @param <P> what a packet is
 */
public final class Netem<P> implements Timed {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /**
   * Where packets come out.
   *
   * @param <P> what a packet is
   */
  public interface Receiver<P> {
    /** A packet arrives. */
    void onPacket(long nowNs, P packet);
  }

  private final Random random;
  private final Receiver<P> receiver;
  private final ArrayDeque<Queued<P>> queue = new ArrayDeque<>();
  private final PriorityQueue<InFlight<P>> inFlight = new PriorityQueue<>();
  private LinkConditions conditions;
  private boolean losing;
  private long queuedBits;
  private long headSentNs; // when the first of the queue will have left it
  private long inOrderNs; // no packet that keeps its order arrives before
  private long order;
  private long sent;
  private long lost;
  private long overflowed;
  private long delivered;

  /** A link with nothing on it. */
  public Netem(long seed, LinkConditions conditions, Receiver<P> receiver) {
    this.random = new Random(seed);
    this.conditions = conditions;
    this.receiver = receiver;
  }

  /** Changes the conditions for packets that have not left the queue. */
  public void conditions(LinkConditions conditions) {
    this.conditions = conditions;
  }

  /** The conditions in force. */
  public LinkConditions conditions() {
    return conditions;
  }

  /** A packet enters the link, {@code sizeBytes} with all its headers. */
  public void send(long nowNs, P packet, int sizeBytes) {
    onTimeout(nowNs);
    sent++;
    if (isLost()) {
      lost++;
      return;
    }
    if (conditions.rateBps() == 0 && queue.isEmpty()) {
      travel(nowNs, packet);
      return;
    }
    long bits = 8L * sizeBytes;
    if (queuedBits > 0 && queuedBits + bits > capacityBits()) {
      overflowed++;
      return;
    }
    queuedBits += bits;
    queue.add(new Queued<>(packet, bits));
    if (queue.size() == 1) {
      headSentNs = nowNs + serialisationNs(bits);
    }
  }

  @Override
  public long nextDeadlineNs() {
    InFlight<P> first = inFlight.peek();
    long arrival = first == null ? Long.MAX_VALUE : first.arrivalNs;
    return queue.isEmpty() ? arrival : Math.min(arrival, headSentNs);
  }

  @Override
  public void onTimeout(long nowNs) {
    while (!queue.isEmpty() && headSentNs <= nowNs) {
      Queued<P> head = queue.remove();
      queuedBits -= head.bits;
      travel(headSentNs, head.packet);
      if (!queue.isEmpty()) {
        headSentNs += serialisationNs(queue.element().bits);
      }
    }
    for (InFlight<P> first = inFlight.peek();
        first != null && first.arrivalNs <= nowNs;
        first = inFlight.peek()) {
      inFlight.remove();
      delivered++;
      receiver.onPacket(first.arrivalNs, first.packet);
    }
  }

  /** Packets that entered. */
  public long sent() {
    return sent;
  }

  /** Packets lost on the way, without those the queue had no room for. */
  public long lost() {
    return lost;
  }

  /** Packets the queue had no room for. */
  public long overflowed() {
    return overflowed;
  }

  /** Packets that came out, repetitions included. */
  public long delivered() {
    return delivered;
  }

  private boolean isLost() {
    if (conditions.loss() >= 1) {
      return true;
    }
    double draw = random.nextDouble();
    if (conditions.lossBurst() == 1) {
      losing = draw < conditions.loss();
    } else {
      // Gilbert: leaves the bad state with 1/burst, enters it so that the mean is the given loss.
      double leave = 1 / conditions.lossBurst();
      double enter = conditions.loss() * leave / (1 - conditions.loss());
      losing = losing ? draw >= leave : draw < enter;
    }
    return losing;
  }

  private void travel(long leftNs, P packet) {
    depart(leftNs, packet);
    if (random.nextDouble() < conditions.duplication()) {
      depart(leftNs, packet);
    }
  }

  private void depart(long leftNs, P packet) {
    long arrivalNs = leftNs + conditions.delayNs();
    if (conditions.jitterNs() > 0) {
      arrivalNs += random.nextLong(conditions.jitterNs() + 1);
    }
    if (random.nextDouble() < conditions.reordering()) {
      arrivalNs += conditions.reorderingNs();
    } else {
      arrivalNs = Math.max(arrivalNs, inOrderNs);
      inOrderNs = arrivalNs;
    }
    inFlight.add(new InFlight<>(arrivalNs, order++, packet));
  }

  private long capacityBits() {
    return conditions.rateBps() == 0
        ? Long.MAX_VALUE
        : (long) (conditions.rateBps() * (conditions.queueNs() / (double) NANOS_PER_SECOND));
  }

  private long serialisationNs(long bits) {
    return conditions.rateBps() == 0 ? 0 : bits * NANOS_PER_SECOND / conditions.rateBps();
  }

  private record Queued<P>(P packet, long bits) {}

  private record InFlight<P>(long arrivalNs, long order, P packet)
      implements Comparable<InFlight<P>> {
    @Override
    public int compareTo(InFlight<P> other) {
      return arrivalNs != other.arrivalNs
          ? Long.compare(arrivalNs, other.arrivalNs)
          : Long.compare(order, other.order);
    }
  }
}
