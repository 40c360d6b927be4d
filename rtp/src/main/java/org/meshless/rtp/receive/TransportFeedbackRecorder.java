package org.meshless.rtp.receive;

import java.util.Arrays;
import org.meshless.rtp.packet.SequenceUnwrapper;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.rtcp.TransportFeedbackBuilder;

/**
 * Records when the packets of a transport arrive and tells their sender
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01): every 100 ms, every 50 ms when many come.
 *
 * <p>A packet that arrives after it was told missing is told again, with all that came after it. No
 * more than the last {@link #WINDOW} numbers are remembered.
 *
 * <p>Confined to its MediaLoop.
 */
public final class TransportFeedbackRecorder {
  /** Transport-wide sequence numbers remembered. */
  public static final int WINDOW = 2048;

  static final long INTERVAL_NS = 100_000_000;
  static final long BUSY_INTERVAL_NS = 50_000_000;

  /** Packets waiting to be told of that make it busy. */
  static final int BUSY = 16;

  /** Fits a datagram along with other reports. */
  private static final int MAX_LENGTH = 1000;

  private static final int MASK = WINDOW - 1;
  private static final long ABSENT = Long.MIN_VALUE;
  private static final long NEVER = Long.MAX_VALUE;

  /** Where feedback goes. */
  public interface Output {
    /** Sends one message. */
    void sendTransportFeedback(TransportFeedback feedback);
  }

  private final long senderSsrc;
  private final Output output;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final long[] arrivalsNs = new long[WINDOW];
  private long highest = -1;
  private long base; // the lowest number to tell of next
  private int waiting;
  private int feedbackCount;
  private long mediaSsrc;
  private long toldNs;
  private long firstWaitingNs;

  /**
   * A recorder of nothing yet.
   *
   * @param senderSsrc of the feedback, ours
   */
  public TransportFeedbackRecorder(long senderSsrc, Output output) {
    this.senderSsrc = senderSsrc;
    this.output = output;
    Arrays.fill(arrivalsNs, ABSENT);
  }

  /**
   * A packet with a transport-wide sequence number arrived.
   *
   * @param nowNs not {@link Long#MIN_VALUE}
   * @param transportSeq 16 bits
   * @param mediaSsrc its SSRC; feedback names the latest
   */
  public void onPacket(long nowNs, int transportSeq, long mediaSsrc) {
    long seq = unwrapper.unwrap(transportSeq);
    this.mediaSsrc = mediaSsrc;
    if (highest < 0) {
      highest = seq;
      base = seq;
      toldNs = nowNs - INTERVAL_NS / 2;
    } else if (seq > highest) {
      raise(seq);
    } else if (highest - seq >= WINDOW || arrivalsNs[(int) seq & MASK] != ABSENT) {
      return;
    }
    arrivalsNs[(int) seq & MASK] = nowNs;
    base = Math.min(base, seq);
    if (waiting == 0) {
      firstWaitingNs = nowNs;
    }
    waiting++;
  }

  /** When {@link #onTimeout} is to be called, or {@link Long#MAX_VALUE}. */
  public long nextDeadlineNs() {
    if (waiting == 0) {
      return NEVER;
    }
    return Math.max(firstWaitingNs, toldNs + (waiting < BUSY ? INTERVAL_NS : BUSY_INTERVAL_NS));
  }

  /** Sends what is due. */
  public void onTimeout(long nowNs) {
    if (waiting == 0 || nowNs < nextDeadlineNs()) {
      return;
    }
    TransportFeedbackBuilder builder = builder(base);
    for (long seq = base; seq <= highest; seq++) {
      long arrivalNs = arrivalsNs[(int) seq & MASK];
      if (arrivalNs != ABSENT && !builder.add((int) seq & 0xFFFF, arrivalNs)) {
        if (!builder.isEmpty()) {
          output.sendTransportFeedback(builder.build());
        }
        builder = builder(seq);
        builder.add((int) seq & 0xFFFF, arrivalNs);
      }
    }
    output.sendTransportFeedback(builder.build());
    base = highest + 1;
    waiting = 0;
    toldNs = nowNs;
  }

  private TransportFeedbackBuilder builder(long from) {
    return new TransportFeedbackBuilder(
        senderSsrc, mediaSsrc, feedbackCount++, (int) from & 0xFFFF, MAX_LENGTH);
  }

  private void raise(long seq) {
    if (seq - highest >= WINDOW) {
      Arrays.fill(arrivalsNs, ABSENT);
      base = seq;
      waiting = 0;
    } else {
      for (long missing = highest + 1; missing < seq; missing++) {
        arrivalsNs[(int) missing & MASK] = ABSENT;
      }
      base = Math.max(base, seq - WINDOW + 1);
    }
    highest = seq;
  }
}
