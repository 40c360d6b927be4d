package org.meshless.signaling.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set. {@code UDP_PORT} is {@code --udp-port}, {@code MESHLESS_UDP_PORT} and
 * {@code udp-port} in the file.
 */
enum Flag {
  PORT("N", "8080", "TCP port of the page and its WebSocket; 0 for any"),
  HOST("ADDR", "0.0.0.0", "address or name to listen on; all addresses by default"),
  UDP_PORT("N", "10000", "UDP port of the first media loop, the others follow; 0 for any"),
  LOOPS("N", "0", "media loops; 0 for one per core"),
  PEOPLE_PER_LOOP("N", "40", "people of one room on a media loop before it spreads to another"),
  LISTEN("ADDR,…", null, "local addresses for media; those of all interfaces by default"),
  ANNOUNCE(
      "ADDR,…",
      null,
      "addresses under which others reach the server, where they are not its own (1:1 NAT)"),
  TLS_CERT("FILE", null, "certificate chain (PEM): serve HTTPS; needs --tls-key"),
  TLS_KEY("FILE", null, "private key (PEM, PKCS #8)"),
  TLS_SELF_SIGNED(
      null, "false", "serve HTTPS with a certificate made at start, of which browsers will warn"),
  CONFIG("FILE", null, "a file of such settings, one 'udp-port=10000' per line"),
  LOG("LEVEL", "info", "error, warn, info, debug or trace, on stderr"),
  METRICS_PORT(
      "N", "9464", "TCP port of /metrics on 127.0.0.1; 0 for any, as is the default with --port 0"),
  ORIGINS(
      "ORIGIN,…", null, "origins of further pages that may connect, such as https://example.org"),
  VIDEO_SLOTS("N", "8", "videos a page is ready to receive at first"),
  AUDIO_SLOTS("N", "8", "voices a page is ready to receive at first"),
  CODEC("NAME", "vp8", "of rooms whose maker asks for none: vp8, vp9, h264 or av1"),
  MAX_ROOMS("N", "10000", "rooms at a time"),
  MAX_PEOPLE("N", "100", "people in a room"),
  MAX_SOCKETS("N", "20000", "WebSockets at a time"),
  MESSAGES_PER_SECOND("N", "50", "signaling messages from one WebSocket in the long run"),
  MESSAGE_BURST("N", "200", "signaling messages from one WebSocket at once"),
  EVENT_LOG("N", "512", "events kept for somebody whose WebSocket was cut"),
  MAX_QUEUED_KIB("N", "2048", "KiB that may wait to be sent on one WebSocket");

  private final @Nullable String parameter;
  private final @Nullable String defaultValue;
  private final String description;

  Flag(@Nullable String parameter, @Nullable String defaultValue, String description) {
    this.parameter = parameter;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** What stands for its value in the help; null if it is a switch. */
  @Nullable String parameter() {
    return parameter;
  }

  @Nullable String defaultValue() {
    return defaultValue;
  }

  String description() {
    return description;
  }

  /** {@code udp-port}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code --udp-port}. */
  String option() {
    return "--" + key();
  }

  /** {@code MESHLESS_UDP_PORT}. */
  String variable() {
    return "MESHLESS_" + name();
  }
}
