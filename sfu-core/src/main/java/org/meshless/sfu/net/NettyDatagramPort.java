package org.meshless.sfu.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends through Netty: sendmmsg on epoll, with generic segmentation offload where the kernel has
 * it. Confined to its media loop.
 *
 * <p>Some network devices accept segmented datagrams as an option and refuse them when it comes to
 * sending (EIO). Such a send is repeated singly, and its socket does without from then on. EINVAL
 * and EMSGSIZE may as well mean that the way to this one remote takes only smaller datagrams, which
 * a remote can bring about by itself: its sends go singly, and only when several remotes have it so
 * does the socket do without.
 */
final class NettyDatagramPort implements DatagramPort {
  // Linux errno, as Netty carries them: negative.
  private static final int EIO = -5;
  private static final int EINVAL = -22;
  private static final int EMSGSIZE = -90;

  /** As many remotes that take no segmented datagrams speak for the socket being at fault. */
  static final int MAX_SINGLE_REMOTES = 8;

  private final LoopCounters counters;
  private final List<Socket> sockets = new ArrayList<>();

  NettyDatagramPort(LoopCounters counters) {
    this.counters = counters;
  }

  /**
   * Adds the socket of the next index.
   *
   * @param segmentation whether the kernel claims to segment for it
   */
  void add(Channel channel, boolean segmentation) {
    sockets.add(new Socket(channel, segmentation));
  }

  /** Whether the socket of that index still sends segmented datagrams. */
  boolean segments(int socket) {
    return sockets.get(socket).segmentation;
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
    Socket to = sockets.get(socket);
    if (length > segmentSize && to.segmentsTo(remote)) {
      to.sendSegments(remote, bytes, offset, length, segmentSize);
      return;
    }
    for (int at = 0; at < length; at += segmentSize) {
      to.send(remote, bytes, offset + at, Math.min(segmentSize, length - at));
    }
  }

  @Override
  public void flush() {
    for (int i = 0; i < sockets.size(); i++) {
      sockets.get(i).flush();
    }
  }

  private static int errno(Throwable cause) {
    return cause instanceof NativeIoException failure ? failure.expectedErr() : 0;
  }

  /** One local socket. */
  @SuppressWarnings("FutureReturnValueIgnored") // an Outcome has its say itself
  private final class Socket {
    private final Channel channel;
    private final Set<InetSocketAddress> singleRemotes = new HashSet<>();
    private boolean segmentation;
    private boolean unflushed;

    Socket(Channel channel, boolean segmentation) {
      this.channel = channel;
      this.segmentation = segmentation;
    }

    boolean segmentsTo(InetSocketAddress remote) {
      return segmentation && (singleRemotes.isEmpty() || !singleRemotes.contains(remote));
    }

    /** Whether a segmented send failed for being one; notes what follows from that. */
    boolean refusesSegments(InetSocketAddress remote, Throwable cause) {
      switch (errno(cause)) {
        case EIO -> segmentation = false;
        case EINVAL, EMSGSIZE -> {
          singleRemotes.add(remote);
          segmentation &= singleRemotes.size() < MAX_SINGLE_REMOTES;
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    void send(InetSocketAddress remote, byte[] bytes, int offset, int length) {
      if (hasRoom(1)) {
        ByteBuf data = channel.alloc().directBuffer(length).writeBytes(bytes, offset, length);
        write(remote, data);
      }
    }

    void sendSegments(
        InetSocketAddress remote, byte[] bytes, int offset, int length, int segmentSize) {
      int segments = (length + segmentSize - 1) / segmentSize;
      if (hasRoom(segments)) {
        ByteBuf data = channel.alloc().directBuffer(length).writeBytes(bytes, offset, length);
        SegmentedOutcome outcome = new SegmentedOutcome(this, remote, data, segmentSize);
        counters.increment(LoopCounter.SEGMENTED_SENDS);
        channel.write(new SegmentedDatagramPacket(data, segmentSize, remote), outcome);
        unflushed = true;
      }
    }

    void write(InetSocketAddress remote, ByteBuf data) {
      Outcome outcome = new Outcome(channel, data.readableBytes());
      channel.write(new DatagramPacket(data, remote), outcome);
      unflushed = true;
    }

    /**
     * Netty queues what the kernel does not take; that queue is bounded here. A turn may fill it
     * before its flush, so it is flushed early first.
     */
    boolean hasRoom(int datagrams) {
      if (!channel.isWritable()) {
        channel.flush();
        if (!channel.isWritable()) {
          counters.add(LoopCounter.SEND_REFUSED, datagrams);
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
  private class Outcome extends DefaultChannelPromise {
    final int length;

    Outcome(Channel channel, int length) {
      super(channel);
      this.length = length;
    }

    int datagrams() {
      return 1;
    }

    @Override
    public boolean trySuccess(Void result) {
      counters.add(LoopCounter.SENT_DATAGRAMS, datagrams());
      counters.add(LoopCounter.SENT_BYTES, length);
      return super.trySuccess(null);
    }

    @Override
    public boolean tryFailure(Throwable cause) {
      counters.add(LoopCounter.SEND_REFUSED, datagrams());
      return super.tryFailure(cause);
    }
  }

  /** What became of a segmented datagram; keeps its bytes until that is known. */
  private final class SegmentedOutcome extends Outcome {
    private final Socket socket;
    private final InetSocketAddress remote;
    private final ByteBuf data;
    private final int segmentSize;

    SegmentedOutcome(Socket socket, InetSocketAddress remote, ByteBuf data, int segmentSize) {
      super(socket.channel, data.readableBytes());
      this.socket = socket;
      this.remote = remote;
      this.data = data.retain();
      this.segmentSize = segmentSize;
    }

    @Override
    int datagrams() {
      return (length + segmentSize - 1) / segmentSize;
    }

    @Override
    public boolean trySuccess(Void result) {
      data.release();
      return super.trySuccess(null);
    }

    @Override
    public boolean tryFailure(Throwable cause) {
      try {
        if (!socket.refusesSegments(remote, cause)) {
          return super.tryFailure(cause);
        }
        counters.increment(LoopCounter.SEGMENTED_FAILURES);
        for (int at = 0; at < length; at += segmentSize) {
          socket.write(remote, data.retainedSlice(at, Math.min(segmentSize, length - at)));
        }
        socket.flush();
        setUncancellable();
        return true;
      } finally {
        data.release();
      }
    }
  }
}
