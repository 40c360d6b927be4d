package org.meshless.sfu.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Drives a {@link MediaLoop}: a thread of its own, sockets and {@link System#nanoTime}. Epoll where
 * there is Linux, NIO elsewhere. Thread-safe; what it drives is confined to its thread.
 */
public final class NettyLoop implements AutoCloseable {
  /** What one turn takes from a socket. */
  static final int BATCH = 64;

  /** How much a socket may owe to the kernel before what comes is dropped. */
  private static final WriteBufferWaterMark QUEUE = new WriteBufferWaterMark(512 << 10, 1 << 20);

  /** When the kernel is asked again that had no room: 1 Gbit/s sends 60 KB in that time. */
  private static final long FLUSH_AGAIN_US = 500;

  private final EventLoopGroup group;
  private final EventLoop thread;
  private final boolean epoll;
  private final LoopCounters counters = new LoopCounters();
  private final @Nullable LinuxDatagramPort linux;
  private final NettyDatagramPort netty = new NettyDatagramPort(counters);
  private final DatagramBatch batch = new DatagramBatch(BATCH);
  private final List<Channel> channels = new ArrayList<>();
  private final List<LoopSocket> sockets = new ArrayList<>();
  private final ConcurrentLinkedQueue<Runnable> submitted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean drainScheduled = new AtomicBoolean();
  private final Iterable<Runnable> submittedOnes = Submitted::new;
  private final MediaLoop loop;
  private @Nullable ScheduledFuture<?> timer;
  private long timerNs;
  private boolean flushScheduled;

  private NettyLoop(int index, long ntpOffsetNs, boolean epoll) {
    this.epoll = epoll;
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(
            1,
            work -> {
              Thread thread = new FastThreadLocalThread(work, "media-" + index);
              thread.setDaemon(true);
              return thread;
            },
            io);
    thread = group.next();
    linux =
        epoll && Sendmmsg.isAvailable() ? new LinuxDatagramPort(new Sendmmsg(), counters) : null;
    DatagramPort port = linux == null ? netty : linux;
    loop = new MediaLoop(index, port, counters, this::submit, ntpOffsetNs);
  }

  /**
   * Starts loop {@code index} with one socket on each address.
   *
   * @param addresses at least one, none a wildcard
   * @param udpPort the port of every socket, or 0 for any free one each
   * @param ntpOffsetNs see {@link MediaLoop}
   * @throws IOException when an address cannot be bound; nothing is left open then
   */
  public static NettyLoop start(
      int index, List<InetAddress> addresses, int udpPort, long ntpOffsetNs) throws IOException {
    return start(index, addresses, udpPort, ntpOffsetNs, Epoll.isAvailable());
  }

  static NettyLoop start(
      int index, List<InetAddress> addresses, int udpPort, long ntpOffsetNs, boolean epoll)
      throws IOException {
    NettyLoop netty = new NettyLoop(index, ntpOffsetNs, epoll);
    try {
      for (InetAddress address : addresses) {
        netty.bind(new InetSocketAddress(address, udpPort));
      }
      return netty;
    } catch (IOException e) {
      netty.close();
      throw e;
    }
  }

  /** What it drives. */
  public MediaLoop loop() {
    return loop;
  }

  /** The sockets in order of their index. */
  public List<LoopSocket> sockets() {
    return List.copyOf(sockets);
  }

  /** Closes the sockets and ends the thread; returns when both are done. */
  @Override
  public void close() {
    if (linux != null) {
      thread.submit(linux::close).awaitUninterruptibly(); // first: descriptors are used again
    }
    for (Channel channel : channels) {
      channel.close().awaitUninterruptibly();
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void bind(InetSocketAddress address) throws IOException {
    if (address.getAddress().isAnyLocalAddress()) {
      throw new IllegalArgumentException("a wildcard address");
    }
    SocketProtocolFamily family =
        address.getAddress() instanceof Inet4Address
            ? SocketProtocolFamily.INET
            : SocketProtocolFamily.INET6;
    int socket = channels.size();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channelFactory(
                () -> epoll ? new EpollDatagramChannel(family) : new NioDatagramChannel(family))
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.SO_RCVBUF, LoopSocket.WANTED_BUFFER_BYTES)
            .option(ChannelOption.SO_SNDBUF, LoopSocket.WANTED_BUFFER_BYTES)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, QUEUE)
            .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers())
            .handler(new SocketReader(socket, batch, counters, this::turn));
    if (epoll) {
      bootstrap.option(
          EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DatagramBatch.MAX_DATAGRAM_BYTES);
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      String reason = String.valueOf(bound.cause().getMessage());
      throw new IOException("cannot bind UDP " + address + ": " + reason, bound.cause());
    }
    DatagramChannel channel = (DatagramChannel) bound.channel();
    channels.add(channel);
    thread.submit(() -> addToPort(channel)).awaitUninterruptibly();
    // Linux reports twice what datagrams may fill, the other half being for its own bookkeeping.
    int share = epoll ? 2 : 1;
    sockets.add(
        new LoopSocket(
            channel.localAddress().getAddress(),
            channel.localAddress().getPort(),
            channel.config().getReceiveBufferSize() / share,
            channel.config().getSendBufferSize() / share));
  }

  private FixedRecvByteBufAllocator receiveBuffers() {
    int datagrams = epoll ? BATCH : 1;
    FixedRecvByteBufAllocator buffers =
        new FixedRecvByteBufAllocator(datagrams * DatagramBatch.MAX_DATAGRAM_BYTES);
    buffers.maxMessagesPerRead(BATCH);
    return buffers;
  }

  private void addToPort(Channel channel) {
    if (linux != null && channel instanceof EpollDatagramChannel socket) {
      boolean segmentation = EpollDatagramChannel.isSegmentedDatagramPacketSupported();
      linux.add(socket.fd().intValue(), segmentation);
    } else {
      netty.add(channel);
    }
  }

  // --- on its thread ----------------------------------------------------------------------------

  private void turn() {
    loop.onBatch(System.nanoTime(), batch);
    batch.clear();
    endTurn();
  }

  private void submit(Runnable task) {
    submitted.add(task);
    if (!drainScheduled.getAndSet(true)) {
      try {
        thread.execute(this::drain);
      } catch (RejectedExecutionException e) {
        submitted.clear(); // closed: nobody is left whom it would concern
      }
    }
  }

  private void drain() {
    drainScheduled.set(false);
    loop.onTasks(System.nanoTime(), submittedOnes);
    endTurn();
  }

  private void endTurn() {
    armTimer();
    if (linux != null && linux.isBlocked() && !flushScheduled && !thread.isShuttingDown()) {
      flushScheduled = true;
      var _ = thread.schedule(this::flushAgain, FLUSH_AGAIN_US, TimeUnit.MICROSECONDS);
    }
  }

  private void flushAgain() {
    flushScheduled = false;
    loop.port().flush();
    endTurn();
  }

  /**
   * Keeps one Netty timer at or before the next deadline. One that fires early finds nothing due
   * and arms itself again: cheaper than cancelling one on every turn.
   */
  private void armTimer() {
    long deadlineNs = loop.nextDeadlineNs();
    if (deadlineNs == LoopTimer.NEVER
        || (timer != null && timerNs <= deadlineNs)
        || thread.isShuttingDown()) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerNs = deadlineNs;
    long delayNs = Math.max(0, deadlineNs - System.nanoTime());
    timer = thread.schedule(this::onTimer, delayNs, TimeUnit.NANOSECONDS);
  }

  private void onTimer() {
    timer = null;
    long nowNs = System.nanoTime();
    if (loop.nextDeadlineNs() <= nowNs) {
      loop.onTimeout(nowNs);
    }
    endTurn();
  }

  /** What was submitted until now; what comes meanwhile waits for its own turn. */
  private final class Submitted implements Iterator<Runnable> {
    private int left = submitted.size();

    @Override
    public boolean hasNext() {
      return left > 0 && !submitted.isEmpty();
    }

    @Override
    public Runnable next() {
      left--;
      return submitted.remove();
    }
  }
}
