package org.meshless.signaling.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of every response: what the page may do, which is what it does, and nothing more. */
final class SecurityHeaders {
  private static final Pattern PLAIN_HOST =
      Pattern.compile("[A-Za-z0-9.\\-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

  private static final String POLICY_BEFORE_CONNECT =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src"
          + " 'self'; img-src 'self' data: blob:; media-src 'self' blob: mediastream:; worker-src"
          + " 'self'; connect-src 'self'";
  private static final String POLICY_AFTER_CONNECT =
      "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

  private SecurityHeaders() {}

  static void add(HttpServerRequest request) {
    request
        .response()
        .putHeader(
            "Content-Security-Policy", contentSecurityPolicy(request.authority(), request.isSSL()))
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(
            "Permissions-Policy",
            "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(),"
                + " usb=()")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  /**
   * The policy (CSP level 3). {@code 'self'} covers the page's own WebSocket except in Safari
   * before 15.4, for which it is named; by the request's own words, hence only if these are a host
   * and nothing else.
   */
  static String contentSecurityPolicy(@Nullable HostAndPort authority, boolean tls) {
    String webSocket = "";
    if (authority != null && PLAIN_HOST.matcher(authority.host()).matches()) {
      String port = authority.port() == -1 ? "" : ":" + authority.port();
      webSocket = (tls ? " wss://" : " ws://") + authority.host() + port;
    }
    return POLICY_BEFORE_CONNECT + webSocket + POLICY_AFTER_CONNECT;
  }
}
