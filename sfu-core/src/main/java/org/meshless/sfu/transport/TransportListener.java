package org.meshless.sfu.transport;

/**
 * What a {@link Transport} tells the participant above it, on the media loop's thread. A listener
 * that throws loses its transport ({@link TransportClose#INTERNAL_ERROR}), nobody else is affected.
 */
public interface TransportListener {
  /** Keys are agreed and the peer's certificate is the announced one; SRTP may flow both ways. */
  void onConnected(long nowNs);

  /**
   * A genuine RTP packet.
   *
   * @param plaintext a fresh array that now belongs to the listener; the packet starts at 0
   * @param length of the packet in bytes; the array may be longer
   */
  void onRtp(long nowNs, byte[] plaintext, int length);

  /** A genuine RTCP compound. The bytes are only lent: copy what is kept. */
  void onRtcp(long nowNs, byte[] bytes, int offset, int length);

  /** Nothing genuine of the peer's for 10 s, neither check nor packet: pause the downlink. */
  void onSilent(long nowNs);

  /** The peer is back after {@link #onSilent}. */
  void onAlive(long nowNs);

  /** The end, once; nothing is called afterwards. */
  void onClosed(long nowNs, TransportClose reason);
}
