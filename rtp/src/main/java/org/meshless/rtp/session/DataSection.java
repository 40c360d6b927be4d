package org.meshless.rtp.session;

/**
 * The m-line of the data channels as negotiated (RFC 8841).
 *
 * @param mid its identification tag (RFC 5888)
 * @param remotePort the participant's SCTP port, 1..65535
 * @param maxMessageBytes the longest message the participant takes; 0 for any
 */
public record DataSection(String mid, int remotePort, long maxMessageBytes) {
  /** What holds where an offer says nothing of it (RFC 8841 §6.1). */
  public static final long DEFAULT_MAX_MESSAGE_BYTES = 65_536;
}
