package org.meshless.signaling.web;

import java.util.concurrent.atomic.AtomicLong;

/** What the web side counts. Written on the event loop, read from any thread. */
public final class WebCounters {
  /** Sockets refused for the page they came from. */
  public final AtomicLong foreignOrigins = new AtomicLong();

  /** Sockets refused since there were as many as there may be. */
  public final AtomicLong socketsRefused = new AtomicLong();

  /** Sockets cut because a message went beyond the hard bound. */
  public final AtomicLong oversizedMessages = new AtomicLong();

  /** Sockets cut because they did not take in what they were sent. */
  public final AtomicLong slowSockets = new AtomicLong();

  /** Sockets cut because they sent more pings than anybody needs. */
  public final AtomicLong pingFloods = new AtomicLong();

  /** Sockets whose other end was silent, ping or no ping. */
  public final AtomicLong silentSockets = new AtomicLong();
}
