package org.meshless.signaling.web;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * Cuts a connection at once. Vert.x itself closes only after everything that waits to be sent,
 * which is never where the other end does not read; so this reaches below it.
 */
final class HardClose {
  private HardClose() {}

  static void cut(ServerWebSocket socket) {
    ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
    ChannelFuture _ = channel.close();
  }
}
