package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.get64;
import static org.meshless.rtp.NetworkOrder.put64;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks an idle peer whether it is there (RFC 9260 §8.3). Confined to its association.
 *
 * <p>The info we send: a parameter of type 1 with a nonce of eight bytes.
 */
final class Heartbeats {
  static final long NEVER = Long.MAX_VALUE;
  static final long INTERVAL_NS = 30_000_000_000L;
  private static final int INFO = 12;

  private final RandomGenerator random;
  private final RetransmissionTimeout timeout;
  private long deadlineNs = NEVER;
  private long nonce;
  private long sentNs;
  private boolean unanswered;
  private int silences;

  Heartbeats(RandomGenerator random, RetransmissionTimeout timeout, long nowNs) {
    this.random = random;
    this.timeout = timeout;
    deadlineNs = nowNs + INTERVAL_NS;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  /** How many in a row were not answered. */
  int silences() {
    return silences;
  }

  /** Something of the peer's has come. */
  void onPacket(long nowNs) {
    if (!unanswered) {
      deadlineNs = nowNs + INTERVAL_NS;
    }
  }

  void onAck(long nowNs, byte[] info) {
    if (unanswered && info.length == INFO && get64(info, 4) == nonce) {
      timeout.onSample(nowNs - sentNs);
      unanswered = false;
      silences = 0;
      deadlineNs = nowNs + INTERVAL_NS;
    }
  }

  /** The heartbeat to send now, if it is time. */
  @Nullable HeartbeatChunk poll(long nowNs) {
    if (nowNs < deadlineNs) {
      return null;
    }
    if (unanswered) {
      silences++;
      timeout.backOff();
    }
    unanswered = true;
    nonce = random.nextLong();
    sentNs = nowNs;
    deadlineNs = nowNs + timeout.timeoutNs();
    byte[] info = new byte[INFO];
    Parameters.writeHeader(info, 0, 1, INFO);
    put64(info, 4, nonce);
    return new HeartbeatChunk(false, info);
  }
}
