package org.meshless.sfu.sctp;

/**
 * Ends an association in good order: all that was queued arrives first (RFC 9260 §9.2). Confined to
 * its association.
 */
final class ShutdownSequence {
  static final long NEVER = Long.MAX_VALUE;
  private static final SignalChunk ACK = new SignalChunk(Chunk.SHUTDOWN_ACK, false);
  private static final SignalChunk COMPLETE = new SignalChunk(Chunk.SHUTDOWN_COMPLETE, false);

  private final RetransmissionTimeout timeout;
  private SctpState state = SctpState.ESTABLISHED;
  private boolean due;
  private int silences;
  private long deadlineNs = NEVER;

  ShutdownSequence(RetransmissionTimeout timeout) {
    this.timeout = timeout;
  }

  SctpState state() {
    return state;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  /** How often in a row the peer was told in vain. */
  int silences() {
    return silences;
  }

  void begin() {
    if (state == SctpState.ESTABLISHED) {
      state = SctpState.SHUTDOWN_PENDING;
    }
  }

  /** The peer has nothing more to send. */
  void onShutdown() {
    switch (state) {
      case ESTABLISHED, SHUTDOWN_PENDING -> state = SctpState.SHUTDOWN_RECEIVED;
      case SHUTDOWN_SENT, SHUTDOWN_ACK_SENT -> {
        state = SctpState.SHUTDOWN_ACK_SENT;
        due = true;
      }
      default -> {}
    }
  }

  /** The peer has sent more while we wait for its end: it is told again (§9.2). */
  void onData() {
    due |= state == SctpState.SHUTDOWN_SENT;
  }

  void onTimeout(long nowNs) {
    if (nowNs >= deadlineNs) {
      silences++;
      timeout.backOff();
      due = true;
      deadlineNs = NEVER;
    }
  }

  /**
   * Puts what is to be said now into a packet.
   *
   * @param idle whether all that was queued has arrived
   * @param cumulativeTsn of what we have received
   */
  void fill(long nowNs, boolean idle, long cumulativeTsn, PacketBuilder packetBuilder) {
    if (idle && state == SctpState.SHUTDOWN_PENDING) {
      state = SctpState.SHUTDOWN_SENT;
      due = true;
    } else if (idle && state == SctpState.SHUTDOWN_RECEIVED) {
      state = SctpState.SHUTDOWN_ACK_SENT;
      due = true;
    }
    boolean ack = state == SctpState.SHUTDOWN_ACK_SENT;
    if (due && packetBuilder.add(ack ? ACK : new ShutdownChunk((int) cumulativeTsn))) {
      due = false;
      deadlineNs = nowNs + timeout.timeoutNs();
    }
  }

  /** The last word, for a SHUTDOWN ACK. */
  static SignalChunk complete() {
    return COMPLETE;
  }
}
