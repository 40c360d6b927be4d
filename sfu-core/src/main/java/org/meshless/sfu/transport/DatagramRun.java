package org.meshless.sfu.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.meshless.sfu.net.DatagramPort;

/**
 * Collects one peer's packets of one turn and sends runs of equal size as one segmented datagram.
 * Confined to its media loop, of which it is the only one: begin, add, end, then the next peer's.
 *
 * <pre>
 *   DatagramRun run = transport.beginRun();
 *   for (each packet) {
 *     write the header at run.array()[run.offset()…];
 *     int length = transport.srtpSender().protect(run.array(), run.offset(), …);
 *     if (length &gt; 0) run.add(length);
 *   }
 *   run.end();
 * </pre>
 *
 * <p>A segmented datagram wants equal sizes but for a shorter last one, so a packet shorter than
 * the run's ends it, and a longer one begins the next. Packets leave in the order added.
 */
public final class DatagramRun {
  /** Room at {@link #offset} that a caller may count on. */
  public static final int MAX_PACKET_BYTES = 1500;

  private final DatagramPort port;
  private final byte[] array = new byte[DatagramPort.MAX_SEGMENTED_BYTES + 2 * MAX_PACKET_BYTES];
  private int socket;
  private @Nullable InetSocketAddress remote;

  /** Where the run not yet sent starts in the array. */
  private int start;

  /** Where the next packet goes. */
  private int end;

  private int segmentSize;
  private int segments;

  /** A run that sends through {@code port}. */
  public DatagramRun(DatagramPort port) {
    this.port = port;
  }

  /** Starts a run from a local socket to {@code remote}; the one before has ended. */
  public DatagramRun begin(int socket, InetSocketAddress remote) {
    if (this.remote != null) {
      throw new IllegalStateException("the run before has not ended");
    }
    this.socket = socket;
    this.remote = remote;
    return this;
  }

  /** Where the next packet is to be written, from {@link #offset} on. */
  public byte[] array() {
    return array;
  }

  /** Offset of the next packet, with at least {@link #MAX_PACKET_BYTES} after it. */
  public int offset() {
    return end;
  }

  /** Takes the packet of {@code length} bytes that was written at {@link #offset}. */
  public void add(int length) {
    if (length <= 0 || length > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException("a packet of " + length + " bytes");
    }
    if (remote == null) {
      throw new IllegalStateException("no run has begun");
    }
    if (segments > 0
        && (length > segmentSize
            || end + length - start > DatagramPort.MAX_SEGMENTED_BYTES
            || segments == DatagramPort.MAX_SEGMENTS)) {
      send();
    }
    if (segments == 0) {
      segmentSize = length;
    }
    end += length;
    segments++;
    if (length < segmentSize) {
      send();
    }
    if (array.length - end < MAX_PACKET_BYTES) {
      send();
      start = 0;
      end = 0;
    }
  }

  /** Sends what is left. The run is free for the next peer. */
  public void end() {
    send();
    start = 0;
    end = 0;
    remote = null;
  }

  private void send() {
    InetSocketAddress to = remote;
    if (to == null) {
      throw new IllegalStateException("no run has begun");
    }
    if (segments == 1) {
      port.send(socket, to, array, start, end - start);
    } else if (segments > 1) {
      port.sendSegments(socket, to, array, start, end - start, segmentSize);
    }
    start = end;
    segments = 0;
  }
}
