package org.meshless.signaling.web;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the server meets browsers.
 *
 * @param host the address or name to listen on
 * @param port 0 for any
 * @param tls null to speak plainly
 * @param extraOrigins origins of further pages that may open the WebSocket
 * @param maxSockets WebSockets at a time
 * @param maxQueuedChars characters that may wait to be sent on one WebSocket
 * @param pingEvery how often each WebSocket's other end is asked for a sign of life
 * @param silentAfter how long it may give none
 */
public record WebSettings(
    String host,
    int port,
    @Nullable TlsIdentity tls,
    Set<String> extraOrigins,
    int maxSockets,
    int maxQueuedChars,
    Duration pingEvery,
    Duration silentAfter) {
  public WebSettings {
    extraOrigins = Set.copyOf(extraOrigins);
  }
}
