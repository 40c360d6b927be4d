package org.meshless.sfu.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what is sent, instead of sending it. Confined to one thread, as the real one is. */
public final class RecordingPort implements DatagramPort {
  /**
   * One send.
   *
   * @param segmentSize 0 when it is a single datagram
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Sent(int socket, InetSocketAddress remote, byte[] bytes, int segmentSize) {
    /** Each of its datagrams. */
    public List<byte[]> datagrams() {
      if (segmentSize == 0) {
        return List.of(bytes);
      }
      List<byte[]> datagrams = new ArrayList<>();
      for (int at = 0; at < bytes.length; at += segmentSize) {
        datagrams.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + segmentSize)));
      }
      return datagrams;
    }
  }

  private final List<Sent> queued = new ArrayList<>();
  private final List<Sent> flushed = new ArrayList<>();
  private int flushes;

  /** What has been flushed since the last call. */
  public List<Sent> take() {
    List<Sent> taken = List.copyOf(flushed);
    flushed.clear();
    return taken;
  }

  public int flushes() {
    return flushes;
  }

  @Override
  public void send(int socket, InetSocketAddress remote, byte[] bytes, int offset, int length) {
    queued.add(new Sent(socket, remote, Arrays.copyOfRange(bytes, offset, offset + length), 0));
  }

  @Override
  public void sendSegments(
      int socket, InetSocketAddress remote, byte[] bytes, int offset, int length, int segmentSize) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    queued.add(new Sent(socket, remote, copy, segmentSize));
  }

  @Override
  public void flush() {
    flushed.addAll(queued);
    queued.clear();
    flushes++;
  }
}
