package org.meshless.signaling.sdp;

/**
 * The {@code o=} line (RFC 8866 §5.2).
 *
 * @param username one word; {@code -} for none
 * @param sessionId digits
 * @param sessionVersion digits; grows by one with each description of the session (RFC 8829 §5.2.2)
 */
public record Origin(
    String username, String sessionId, String sessionVersion, NetworkAddress address) {}
