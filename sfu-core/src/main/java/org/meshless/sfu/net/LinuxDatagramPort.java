package org.meshless.sfu.net;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends many datagrams per system call, with generic segmentation offload where the kernel has it.
 * Confined to its media loop. Writes to file descriptors that others own and close after {@link
 * #close}.
 *
 * <p>What has come together leaves before the turn ends: those first in a large burst do not wait
 * until the last is encrypted, and the bytes are still in the processor's cache.
 *
 * <p>Some network devices accept segmented datagrams as an option and refuse them when it comes to
 * sending (EIO). Such a send is repeated singly, and its socket does without from then on. EINVAL
 * and EMSGSIZE may as well mean that the way to this one remote takes only smaller datagrams, which
 * a remote can bring about by itself: its sends go singly, and only when several remotes have it so
 * does the socket do without.
 */
final class LinuxDatagramPort implements DatagramPort {
  /** The system call. */
  interface Kernel {
    /**
     * Sends the first of {@code count} messages that begin at {@code headers}, as many as it can.
     *
     * @return how many, at least one, or a negative errno that the first of them met
     */
    int send(int fd, MemorySegment headers, int count);
  }

  private static final int EINTR = -4;
  private static final int EIO = -5;
  private static final int EAGAIN = -11;
  private static final int EINVAL = -22;
  private static final int EMSGSIZE = -90;

  /** As many remotes that take no segmented datagrams speak for the socket being at fault. */
  static final int MAX_SINGLE_REMOTES = 8;

  /** With so much waiting a system call is worth its while. */
  static final int EAGER_BYTES = 16 << 10;

  static final int EAGER_MESSAGES = 16;

  /** How much a socket may owe to the kernel before what comes is dropped. */
  static final int QUEUE_BYTES = 512 << 10;

  private static final int QUEUE_MESSAGES = 1024;

  private final Kernel kernel;
  private final LoopCounters counters;
  private final List<Socket> sockets = new ArrayList<>();

  LinuxDatagramPort(Kernel kernel, LoopCounters counters) {
    this.kernel = kernel;
    this.counters = counters;
  }

  /**
   * Adds the socket of the next index.
   *
   * @param segmentation whether the kernel claims to segment for it
   */
  void add(int fd, boolean segmentation) {
    sockets.add(new Socket(fd, segmentation));
  }

  /** Whether the socket of that index still sends segmented datagrams. */
  boolean segments(int socket) {
    return sockets.get(socket).segmentation;
  }

  /** Whether something waits for room in the kernel: flush again in a moment. */
  boolean isBlocked() {
    for (int i = 0; i < sockets.size(); i++) {
      if (sockets.get(i).blocked) {
        return true;
      }
    }
    return false;
  }

  /** Nothing is sent any more: the descriptors are about to be closed. */
  void close() {
    sockets.forEach(Socket::close);
  }

  @Override
  public void send(int socket, InetSocketAddress remote, byte[] bytes, int offset, int length) {
    sockets.get(socket).send(remote, bytes, offset, length, length);
  }

  @Override
  public void sendSegments(
      int socket, InetSocketAddress remote, byte[] bytes, int offset, int length, int segmentSize) {
    if (length > MAX_SEGMENTED_BYTES || length > MAX_SEGMENTS * segmentSize) {
      throw new IllegalArgumentException(length + " bytes in segments of " + segmentSize);
    }
    Socket from = sockets.get(socket);
    if (length <= segmentSize || from.segmentsTo(remote)) {
      from.send(remote, bytes, offset, length, segmentSize);
      return;
    }
    for (int at = 0; at < length; at += segmentSize) {
      int size = Math.min(segmentSize, length - at);
      from.send(remote, bytes, offset + at, size, size);
    }
  }

  @Override
  public void flush() {
    for (int i = 0; i < sockets.size(); i++) {
      sockets.get(i).flush();
    }
  }

  /** One local socket. */
  private final class Socket {
    private final int fd;
    private final MessageVector waiting = new MessageVector(QUEUE_MESSAGES, QUEUE_BYTES);
    private final Set<InetSocketAddress> singleRemotes = new HashSet<>();
    private boolean segmentation;
    private boolean closed;

    /** The first message that has not left. */
    private int first;

    /** Whether the kernel had no room when last asked. */
    private boolean blocked;

    Socket(int fd, boolean segmentation) {
      this.fd = fd;
      this.segmentation = segmentation;
    }

    void close() {
      closed = true;
      done();
    }

    boolean segmentsTo(InetSocketAddress remote) {
      return segmentation && (singleRemotes.isEmpty() || !singleRemotes.contains(remote));
    }

    void send(InetSocketAddress remote, byte[] bytes, int offset, int length, int segmentSize) {
      if (!blocked && !waiting.hasRoom(length)) {
        flush();
      }
      if (closed || !waiting.hasRoom(length)) {
        counters.add(LoopCounter.SEND_REFUSED, (length + segmentSize - 1) / segmentSize);
        return;
      }
      waiting.add(remote, bytes, offset, length, segmentSize);
      if (segmentSize < length) {
        counters.increment(LoopCounter.SEGMENTED_SENDS);
      }
      if (!blocked && (waiting.dataBytes() >= EAGER_BYTES || waiting.count() >= EAGER_MESSAGES)) {
        flush();
      }
    }

    void flush() {
      while (first < waiting.count()) {
        int sent = kernel.send(fd, waiting.headers(first), waiting.count() - first);
        switch (sent) {
          case EAGAIN -> {
            blocked = true;
            return;
          }
          case EINTR -> {}
          default -> {
            if (sent <= 0) {
              onRefused(first++, sent);
            }
            for (int i = 0; i < sent; i++) {
              onSent(waiting.datagrams(first), waiting.length(first));
              first++;
            }
          }
        }
      }
      done();
    }

    private void done() {
      waiting.clear();
      first = 0;
      blocked = false;
    }

    private void onSent(int datagrams, int length) {
      counters.add(LoopCounter.SENT_DATAGRAMS, datagrams);
      counters.add(LoopCounter.SENT_BYTES, length);
    }

    private void onRefused(int i, int errno) {
      if (waiting.datagrams(i) > 1 && refusesSegments(waiting.remote(i), errno)) {
        counters.increment(LoopCounter.SEGMENTED_FAILURES);
        sendSingly(i);
      } else {
        counters.add(LoopCounter.SEND_REFUSED, waiting.datagrams(i));
      }
    }

    /** Whether a segmented send failed for being one; notes what follows from that. */
    private boolean refusesSegments(InetSocketAddress remote, int errno) {
      switch (errno) {
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

    /** Rare: it may allocate. */
    private void sendSingly(int i) {
      byte[] bytes = waiting.bytes(i);
      int size = waiting.segmentSize(i);
      MessageVector single = new MessageVector(1, size);
      for (int at = 0; at < bytes.length; at += size) {
        int length = Math.min(size, bytes.length - at);
        single.add(waiting.remote(i), bytes, at, length, length);
        if (kernel.send(fd, single.headers(0), 1) == 1) {
          onSent(1, length);
        } else {
          counters.increment(LoopCounter.SEND_REFUSED);
        }
        single.clear();
      }
    }
  }
}
