package org.meshless.signaling.protocol;

/**
 * Who a chat or application message is from; set by the server, so that nobody speaks under
 * another's name.
 */
public record Sender(String id, DisplayName name) {}
