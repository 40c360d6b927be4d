package org.meshless.sfu.ice;

import java.net.InetSocketAddress;

/**
 * A local socket and a remote address between which a check has passed. Confined to its media loop.
 */
public final class IcePath {
  private final int socket;
  private final InetSocketAddress remote;
  long lastCheckNs;

  IcePath(int socket, InetSocketAddress remote, long nowNs) {
    this.socket = socket;
    this.remote = remote;
    this.lastCheckNs = nowNs;
  }

  /** Index of the local socket. */
  public int socket() {
    return socket;
  }

  public InetSocketAddress remote() {
    return remote;
  }

  boolean is(int socket, InetSocketAddress remote) {
    return this.socket == socket && this.remote.equals(remote);
  }

  @Override
  public String toString() {
    return socket + "/" + remote;
  }
}
