package org.meshless.rtp.receive;

/**
 * Asks one source for key frames on behalf of everyone who needs one.
 *
 * <p>At most one request per {@link #INTERVAL_NS}; what is asked within that time is asked when it
 * is over, unless a key frame has come by then. A request that brings no key frame is repeated,
 * with longer and longer waits, {@link #MAX_REPEATS} times.
 *
 * <p>Confined to its MediaLoop.
 */
public final class KeyFrameRequester {
  /** Between two requests at least. */
  public static final long INTERVAL_NS = 300_000_000;

  /** How often a request that brought nothing is repeated. */
  public static final int MAX_REPEATS = 5;

  /** A key frame takes a round trip and the time to encode and pace it. */
  private static final long FIRST_REPEAT_NS = 1_000_000_000;

  private static final long NEVER = Long.MAX_VALUE;

  /** Where requests go. */
  public interface Output {
    /** Sends a PLI (RFC 4585 §6.3.1) or a new FIR (RFC 5104 §4.3.1). */
    void sendKeyFrameRequest();
  }

  private final Output output;
  private boolean sent;
  private long sentNs;
  private long deadlineNs = NEVER;
  private int repeats;

  /** A requester that has asked for nothing. */
  public KeyFrameRequester(Output output) {
    this.output = output;
  }

  /** Somebody needs a key frame. */
  public void request(long nowNs) {
    repeats = 0;
    if (!sent || nowNs - sentNs >= INTERVAL_NS) {
      send(nowNs);
    } else {
      deadlineNs = Math.min(deadlineNs, sentNs + INTERVAL_NS);
    }
  }

  /** A key frame begins: everyone who has asked before is served. */
  public void onKeyFrame() {
    deadlineNs = NEVER;
  }

  /** When {@link #onTimeout} is to be called, or {@link Long#MAX_VALUE}. */
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  /** Sends what is due. */
  public void onTimeout(long nowNs) {
    if (deadlineNs != NEVER && nowNs >= deadlineNs) {
      send(nowNs);
    }
  }

  private void send(long nowNs) {
    sent = true;
    sentNs = nowNs;
    deadlineNs = repeats < MAX_REPEATS ? nowNs + (FIRST_REPEAT_NS << repeats) : NEVER;
    repeats++;
    output.sendKeyFrameRequest();
  }
}
