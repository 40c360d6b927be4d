package org.meshless.sfu.transport;

import org.meshless.sfu.net.MediaLoop;

/** Makes transports. Thread-safe. */
@FunctionalInterface
public interface TransportFactory {
  /** A new transport on {@code loop}, waiting for its first connectivity check; on its thread. */
  Transport open(MediaLoop loop, TransportListener listener);
}
