package org.meshless.signaling;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What the start says to the person who started: where media can reach the server, and whatever
 * will keep people out.
 *
 * @param host what the page's port listens on
 * @param port the page's port
 * @param tls whether it speaks HTTPS
 * @param localAddresses of this machine, under which the page may be opened
 * @param candidates where the media loops can be reached
 * @param smallBuffers whether the kernel granted smaller socket buffers than were asked for
 * @param wantedBufferBytes what was asked for
 */
record Announcement(
    String host,
    int port,
    boolean tls,
    List<InetAddress> localAddresses,
    List<InetSocketAddress> candidates,
    boolean smallBuffers,
    int wantedBufferBytes) {
  Announcement {
    localAddresses = List.copyOf(localAddresses);
    candidates = List.copyOf(candidates);
  }

  /** The page's address for somebody at this machine. */
  String url() {
    return url(isUnspecified() ? "localhost" : host);
  }

  /** Everything but that. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (isUnspecified()) {
      for (InetAddress address : localAddresses) {
        if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
          lines.add("Page: " + url(literal(address)));
        }
      }
    }
    for (InetSocketAddress candidate : candidates) {
      lines.add(
          "Media: udp " + bracketed(literal(candidate.getAddress())) + ":" + candidate.getPort());
    }
    lines.addAll(warnings());
    return lines;
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    boolean onlyLoopback =
        candidates.stream().allMatch(candidate -> candidate.getAddress().isLoopbackAddress());
    boolean pageOnlyHere = isLoopbackHost();
    if (onlyLoopback && !pageOnlyHere) {
      warnings.add(
          "Warning: only this machine can reach the media, as no address but loopback is listened"
              + " on; see --listen.");
    } else if (!onlyLoopback && candidates.stream().noneMatch(Announcement::isPublic)) {
      warnings.add(
          "Note: no candidate is a public address; people outside of this network need one, see"
              + " --announce.");
    }
    if (!tls && !pageOnlyHere) {
      warnings.add(
          "Warning: without TLS browsers give camera and microphone to http://localhost only; for"
              + " everybody else use --tls-cert and --tls-key, --tls-self-signed, or a proxy that"
              + " speaks HTTPS.");
    }
    if (smallBuffers) {
      warnings.add(
          "Warning: the kernel keeps the UDP socket buffers small, which loses packets in bursts;"
              + " as root: sysctl -w net.core.rmem_max="
              + wantedBufferBytes
              + " net.core.wmem_max="
              + wantedBufferBytes);
    }
    return warnings;
  }

  private String url(String name) {
    int standardPort = tls ? 443 : 80;
    return (tls ? "https://" : "http://")
        + bracketed(name)
        + (port == standardPort ? "" : ":" + port)
        + "/";
  }

  private boolean isUnspecified() {
    return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
  }

  private boolean isLoopbackHost() {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPublic(InetSocketAddress candidate) {
    InetAddress address = candidate.getAddress();
    byte[] bytes = address.getAddress();
    boolean isPrivate =
        address instanceof Inet4Address
            ? address.isSiteLocalAddress()
                || (bytes[0] == 100 && (bytes[1] & 0xC0) == 64) // RFC 6598
            : (bytes[0] & 0xFE) == 0xFC; // RFC 4193
    return !isPrivate && !address.isLoopbackAddress() && !address.isLinkLocalAddress();
  }

  private static String literal(InetAddress address) {
    String literal = address.getHostAddress();
    int zone = literal.indexOf('%');
    return zone == -1 ? literal : literal.substring(0, zone);
  }

  private static String bracketed(String name) {
    return name.indexOf(':') == -1 ? name : "[" + name + "]";
  }
}
