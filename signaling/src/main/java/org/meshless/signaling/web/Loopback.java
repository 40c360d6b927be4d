package org.meshless.signaling.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.Locale;

/** Tells the browser on this very machine from one that a proxy on this machine speaks for. */
final class Loopback {
  private Loopback() {}

  /** Whether the page was asked for under a loopback name and over the loopback interface. */
  static boolean isWhere(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority != null
        && isLoopbackName(authority.host())
        && isLoopbackName(request.remoteAddress().hostAddress());
  }

  private static boolean isLoopbackName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
