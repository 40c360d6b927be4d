package org.meshless.sfu.sctp;

/**
 * One data channel (RFC 8831 §6): a stream each way with the same number. Confined to its
 * MediaLoop; made by {@link DataChannels}.
 */
public final class DataChannel {
  /** What waits on a channel at most, unless another limit is set: messages and what they cost. */
  public static final long DEFAULT_LIMIT = 1 << 20;

  private final DataChannels channels;
  private final int id;
  private final String label;
  private final String protocol;
  private final Reliability reliability;
  private long limit = DEFAULT_LIMIT;

  /** The peer knows of the channel: before, unordered messages could overtake its opening. */
  boolean acknowledged;

  boolean closing;
  boolean outgoingReset;
  boolean incomingReset;

  DataChannel(
      DataChannels channels,
      int id,
      String label,
      String protocol,
      Reliability reliability,
      boolean acknowledged) {
    this.channels = channels;
    this.id = id;
    this.label = label;
    this.protocol = protocol;
    this.reliability = reliability;
    this.acknowledged = acknowledged;
  }

  /** The number of its streams, 0 … 65534. */
  public int id() {
    return id;
  }

  public String label() {
    return label;
  }

  public String protocol() {
    return protocol;
  }

  public Reliability reliability() {
    return reliability;
  }

  /** Whether messages can be sent. */
  public boolean isOpen() {
    return !closing;
  }

  /**
   * Sends a message. A reliable channel takes nothing more while too much waits; a partially
   * reliable one gives up its oldest waiting messages instead.
   *
   * @param binary whether it is bytes and not a text in UTF-8
   * @param message may be empty; shared from now on, never to be written again
   */
  public SendResult send(long nowNs, boolean binary, byte[] message) {
    return channels.send(nowNs, this, binary, message);
  }

  /** Bytes that wait to be sent for the first time. */
  public long bufferedAmount() {
    return channels.association().bufferedAmount(id);
  }

  /** Asks to be told when no more than so many bytes wait; 0 without it. */
  public void bufferedAmountLowThreshold(long bytes) {
    channels.association().lowThreshold(id, bytes);
  }

  /** Lets so much wait at most, in bytes with 64 for each message. */
  public void limit(long bytes) {
    limit = bytes;
  }

  long limit() {
    return limit;
  }

  /** Closes it once what waits has been sent. */
  public void close(long nowNs) {
    channels.close(nowNs, this);
  }
}
