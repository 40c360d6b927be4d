package org.meshless.sfu.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what a socket receives into the loop's batch: JCE is faster on heap arrays than on direct
 * buffers, even with the copy. Confined to its media loop.
 */
final class SocketReader extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(SocketReader.class);

  private final int socket;
  private final DatagramBatch batch;
  private final LoopCounters counters;
  private final Runnable turn;

  /**
   * @param turn handles the batch and clears it
   */
  SocketReader(int socket, DatagramBatch batch, LoopCounters counters, Runnable turn) {
    this.socket = socket;
    this.batch = batch;
    this.counters = counters;
    this.turn = turn;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    try {
      ByteBuf data = packet.content();
      int length = data.readableBytes();
      if (length >= DatagramBatch.MAX_DATAGRAM_BYTES) { // or cut down to that by the kernel
        counters.increment(LoopCounter.DROPPED_OVERSIZED);
        return;
      }
      data.getBytes(data.readerIndex(), batch.add(socket, packet.sender(), length), 0, length);
    } finally {
      packet.release();
    }
    if (batch.isFull()) {
      turn.run();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (batch.size() > 0) {
      turn.run();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    counters.increment(LoopCounter.HANDLER_FAILURES);
    log.error("socket={} receiving failed", context.channel().localAddress(), cause);
  }
}
