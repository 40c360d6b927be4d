package org.meshless.signaling.web;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
    byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
    if (address == null) {
      return false;
    }
    try {
      return InetAddress.getByAddress(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError("An address of 4 or 16 bytes is one.", e);
    }
  }
}
