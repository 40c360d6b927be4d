package org.meshless.signaling.web;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open the WebSocket: those this server serves, and those that were named. Browsers
 * always say where a page is from (RFC 6455 §10.2); other programs need not, and are let in.
 */
final class Origins {
  private final Set<String> extra;

  /**
   * @param extra further origins, as browsers write them: {@code https://example.org}, the port
   *     only if it is not the scheme's own
   */
  Origins(Set<String> extra) {
    this.extra = Set.copyOf(extra);
  }

  /**
   * Whether a page from {@code origin} may connect to what it calls {@code authority}. The schemes
   * may differ, since a proxy may end TLS before this server.
   */
  boolean allows(@Nullable String origin, @Nullable HostAndPort authority) {
    if (origin == null || extra.contains(origin)) {
      return true;
    }
    if (authority == null) {
      return false;
    }
    URI uri;
    try {
      uri = new URI(origin);
    } catch (URISyntaxException e) {
      return false;
    }
    String host = uri.getHost();
    String scheme = uri.getScheme();
    if (host == null || scheme == null || !lower(host).equals(lower(authority.host()))) {
      return false;
    }
    int schemePort =
        switch (scheme) {
          case "https" -> 443;
          case "http" -> 80;
          default -> -1;
        };
    int originPort = uri.getPort() == -1 ? schemePort : uri.getPort();
    int ownPort = authority.port() == -1 ? schemePort : authority.port();
    return schemePort != -1 && originPort == ownPort;
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
