package org.meshless.sfu.sctp;

/**
 * What an association is given. Immutable.
 *
 * @param localPort ours, 1 … 65535; browsers use 5000
 * @param remotePort the peer's, as its SDP says
 * @param maxStreams streams each way at most, 1 … 65535; each in use costs memory
 * @param maxMessageBytes the longest message received
 * @param maxSendBytes the longest message the peer receives, as its SDP says
 * @param receiveBufferBytes what fragments and messages out of order may take; more than twice the
 *     longest message
 * @param interleaving offers RFC 8260
 * @param zeroChecksum offers RFC 9653; only over DTLS
 */
public record SctpOptions(
    int localPort,
    int remotePort,
    int maxStreams,
    int maxMessageBytes,
    int maxSendBytes,
    int receiveBufferBytes,
    boolean interleaving,
    boolean zeroChecksum) {
  /** What browsers expect: port 5000, 1024 streams, messages to 256 KiB. */
  public static final SctpOptions DEFAULT =
      new SctpOptions(5000, 5000, 1024, 1 << 18, 1 << 18, 1 << 20, true, true);

  public SctpOptions {
    boolean sound =
        isUnsigned16(localPort)
            && isUnsigned16(remotePort)
            && isUnsigned16(maxStreams)
            && maxMessageBytes >= 1
            && maxSendBytes >= 1
            && receiveBufferBytes / 2 >= maxMessageBytes;
    if (!sound) {
      throw new IllegalArgumentException("no such association");
    }
  }

  private static boolean isUnsigned16(int value) {
    return value >= 1 && value <= 0xffff;
  }

  /** With this port of the peer's. */
  public SctpOptions remotePort(int port) {
    return new SctpOptions(
        localPort,
        port,
        maxStreams,
        maxMessageBytes,
        maxSendBytes,
        receiveBufferBytes,
        interleaving,
        zeroChecksum);
  }

  /** With this limit of the peer's. */
  public SctpOptions maxSendBytes(int bytes) {
    return new SctpOptions(
        localPort,
        remotePort,
        maxStreams,
        maxMessageBytes,
        bytes,
        receiveBufferBytes,
        interleaving,
        zeroChecksum);
  }

  /** With RFC 8260 offered or not. */
  public SctpOptions interleaving(boolean offered) {
    return new SctpOptions(
        localPort,
        remotePort,
        maxStreams,
        maxMessageBytes,
        maxSendBytes,
        receiveBufferBytes,
        offered,
        zeroChecksum);
  }

  /** With RFC 9653 offered or not. */
  public SctpOptions zeroChecksum(boolean offered) {
    return new SctpOptions(
        localPort,
        remotePort,
        maxStreams,
        maxMessageBytes,
        maxSendBytes,
        receiveBufferBytes,
        interleaving,
        offered);
  }

  Extensions extensions() {
    return new Extensions(true, true, interleaving, zeroChecksum);
  }
}
