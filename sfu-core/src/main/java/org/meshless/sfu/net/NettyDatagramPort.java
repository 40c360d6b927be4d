package org.meshless.sfu.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends through Netty, a datagram at a time: for systems without {@link Sendmmsg}. Confined to its
 * media loop.
 */
final class NettyDatagramPort implements DatagramPort {
  private final LoopCounters counters;
  private final List<Socket> sockets = new ArrayList<>();

  NettyDatagramPort(LoopCounters counters) {
    this.counters = counters;
  }

  /** Adds the socket of the next index. */
  void add(Channel channel) {
    sockets.add(new Socket(channel));
  }

  @Override
  public void send(int socket, InetSocketAddress remote, byte[] bytes, int offset, int length) {
    sockets.get(socket).send(remote, bytes, offset, length);
  }

  @Override
  public void sendSegments(
      int socket, InetSocketAddress remote, byte[] bytes, int offset, int length, int segmentSize) {
    if (length > MAX_SEGMENTED_BYTES || length > MAX_SEGMENTS * segmentSize) {
      throw new IllegalArgumentException(length + " bytes in segments of " + segmentSize);
    }
    for (int at = 0; at < length; at += segmentSize) {
      send(socket, remote, bytes, offset + at, Math.min(segmentSize, length - at));
    }
  }

  @Override
  public void flush() {
    for (int i = 0; i < sockets.size(); i++) {
      sockets.get(i).flush();
    }
  }

  /** One local socket. */
  @SuppressWarnings("FutureReturnValueIgnored") // an Outcome has its say itself
  private final class Socket {
    private final Channel channel;
    private boolean unflushed;

    Socket(Channel channel) {
      this.channel = channel;
    }

    void send(InetSocketAddress remote, byte[] bytes, int offset, int length) {
      if (hasRoom()) {
        ByteBuf data = channel.alloc().directBuffer(length).writeBytes(bytes, offset, length);
        channel.write(new DatagramPacket(data, remote), new Outcome(channel, length));
        unflushed = true;
      }
    }

    /**
     * Netty queues what the kernel does not take; that queue is bounded here. A turn may fill it
     * before its flush, so it is flushed early first.
     */
    private boolean hasRoom() {
      if (!channel.isWritable()) {
        channel.flush();
        if (!channel.isWritable()) {
          counters.increment(LoopCounter.SEND_REFUSED);
          return false;
        }
      }
      return true;
    }

    void flush() {
      if (unflushed) {
        unflushed = false;
        channel.flush();
      }
    }
  }

  /** What became of a datagram: Netty completes it on the loop's thread, nobody waits for it. */
  private final class Outcome extends DefaultChannelPromise {
    private final int length;

    Outcome(Channel channel, int length) {
      super(channel);
      this.length = length;
    }

    @Override
    public boolean trySuccess(Void result) {
      counters.increment(LoopCounter.SENT_DATAGRAMS);
      counters.add(LoopCounter.SENT_BYTES, length);
      return super.trySuccess(null);
    }

    @Override
    public boolean tryFailure(Throwable cause) {
      counters.increment(LoopCounter.SEND_REFUSED);
      return super.tryFailure(cause);
    }
  }
}
