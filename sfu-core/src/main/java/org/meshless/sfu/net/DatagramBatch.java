package org.meshless.sfu.net;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one turn, in reusable heap arrays. Confined to its media loop's driver, which
 * fills, hands over and clears it; whoever reads it copies what is to outlive the turn.
 */
public final class DatagramBatch {
  /** Room per datagram: more than any path MTU that WebRTC uses, so that a longer one shows. */
  public static final int MAX_DATAGRAM_BYTES = 2048;

  private final byte[][] bytes;
  private final int[] lengths;
  private final int[] sockets;
  private final @Nullable InetSocketAddress[] remotes;
  private int size;

  /** A batch of at most {@code capacity} datagrams. */
  public DatagramBatch(int capacity) {
    bytes = new byte[capacity][MAX_DATAGRAM_BYTES];
    lengths = new int[capacity];
    sockets = new int[capacity];
    remotes = new @Nullable InetSocketAddress[capacity];
  }

  /**
   * Takes the next place: the caller copies the datagram into the array returned before it adds
   * another. The batch must not be full and the length at most {@link #MAX_DATAGRAM_BYTES}.
   */
  public byte[] add(int socket, InetSocketAddress remote, int length) {
    int i = size;
    if (i == bytes.length || length > MAX_DATAGRAM_BYTES) {
      throw new IllegalStateException("no room for a datagram of " + length + " bytes");
    }
    sockets[i] = socket;
    remotes[i] = remote;
    lengths[i] = length;
    size = i + 1;
    return bytes[i];
  }

  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == bytes.length;
  }

  /** The array that holds datagram {@code i} from offset 0; valid until {@link #clear}. */
  public byte[] bytes(int i) {
    return bytes[i];
  }

  public int length(int i) {
    return lengths[i];
  }

  /** Index of the local socket that datagram {@code i} came to. */
  public int socket(int i) {
    return sockets[i];
  }

  public InetSocketAddress remote(int i) {
    InetSocketAddress remote = remotes[i];
    if (i >= size || remote == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return remote;
  }

  public void clear() {
    Arrays.fill(remotes, 0, size, null);
    size = 0;
  }
}
