package org.meshless.sfu.sctp;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The data channels of one peer connection (RFC 8831, RFC 8832), over an association of their own.
 * Confined to its MediaLoop.
 *
 * <p>Give the association's packets and deadlines to {@link #association}; channels are opened here
 * or by the peer.
 */
public final class DataChannels {
  // Payload protocol identifiers (RFC 8831 §8).
  private static final int CONTROL = 50;
  private static final int STRING = 51;
  private static final int BINARY = 53;
  private static final int EMPTY_STRING = 56;
  private static final int EMPTY_BINARY = 57;

  /** An empty message needs a byte, as SCTP has no empty ones (RFC 8831 §6.6). */
  private static final byte[] PLACEHOLDER = {0};

  private static final byte[] EMPTY = {};
  private static final byte[] ACK = {ChannelOpen.ACK};

  /** What happens to them. A listener may send, open and close from within its calls. */
  public interface Listener {
    /** Channels can be opened and used. */
    void onEstablished(long nowNs);

    /** The peer has opened a channel. */
    void onOpen(long nowNs, DataChannel channel);

    /**
     * A message.
     *
     * @param binary whether it is bytes and not a text in UTF-8
     * @param message may be empty; now the listener's
     */
    void onMessage(long nowNs, DataChannel channel, boolean binary, byte[] message);

    /** No more waits than the channel's low threshold. */
    void onBufferedAmountLow(long nowNs, DataChannel channel);

    /** The channel is closed, by whichever side; its number may be another's soon. */
    void onClosed(long nowNs, DataChannel channel);

    /** The association is over, after all its channels. */
    void onEnded(long nowNs, SctpClose reason);
  }

  private final Listener listener;
  private final SctpOptions options;
  private final SctpCounters counters;
  private final int maxChannels;
  private final int firstId;
  private final SctpAssociation association;
  private @Nullable DataChannel[] channels = new DataChannel[4];
  private int count;

  /**
   * Channels over an association of which the peer knows nothing yet.
   *
   * @param dtlsServer our role: it numbers its channels oddly, the client evenly (RFC 8832 §6)
   * @param maxChannels at a time
   */
  public DataChannels(
      SctpOptions options,
      boolean dtlsServer,
      int maxChannels,
      CookieSigner signer,
      RandomGenerator random,
      SctpCounters counters,
      SctpAssociation.Output output,
      Listener listener) {
    this.listener = listener;
    this.options = options;
    this.counters = counters;
    this.maxChannels = maxChannels;
    firstId = dtlsServer ? 1 : 0;
    association =
        new SctpAssociation(options, signer, random, counters, output, new AssociationSide());
  }

  /** The association, for packets, deadlines and its end. */
  public SctpAssociation association() {
    return association;
  }

  /** Channels that are open, opening or closing. */
  public int count() {
    return count;
  }

  /**
   * Opens a channel; messages may be sent at once.
   *
   * @return null when there are too many, or the association is over
   * @throws IllegalArgumentException if label or protocol have more than 1024 bytes
   */
  public @Nullable DataChannel open(
      long nowNs, String label, String protocol, Reliability reliability) {
    byte[] opening = new ChannelOpen(label, protocol, reliability).bytes();
    int id = freeId();
    if (id < 0 || !association.send(nowNs, id, CONTROL, opening, Reliability.RELIABLE)) {
      return null;
    }
    return add(new DataChannel(this, id, label, protocol, reliability, false));
  }

  /**
   * A channel that both sides have agreed on by other means.
   *
   * @param id the number agreed on
   * @return null when it is taken, beyond the streams there are, or there are too many channels
   */
  public @Nullable DataChannel negotiated(
      int id, String label, String protocol, Reliability reliability) {
    boolean possible = id >= 0 && id < streamLimit() && get(id) == null && count < maxChannels;
    return possible ? add(new DataChannel(this, id, label, protocol, reliability, true)) : null;
  }

  // --- for the channels -------------------------------------------------------------------------

  SendResult send(long nowNs, DataChannel channel, boolean binary, byte[] message) {
    if (channel.closing) {
      return SendResult.CLOSED;
    }
    if (message.length > options.maxSendBytes()) {
      return SendResult.TOO_LONG;
    }
    if (!makeRoom(channel, message.length)) {
      return SendResult.FULL;
    }
    boolean empty = message.length == 0;
    int ppid = binary ? (empty ? EMPTY_BINARY : BINARY) : (empty ? EMPTY_STRING : STRING);
    Reliability reliability = channel.reliability();
    if (!channel.acknowledged) {
      reliability =
          new Reliability(true, reliability.maxRetransmits(), reliability.maxLifetimeMs());
    }
    return association.send(nowNs, channel.id(), ppid, empty ? PLACEHOLDER : message, reliability)
        ? SendResult.QUEUED
        : SendResult.CLOSED;
  }

  private boolean makeRoom(DataChannel channel, int size) {
    int id = channel.id();
    while (association.queuedCost(id) > 0 && association.queuedCost(id) + size > channel.limit()) {
      if (!channel.reliability().isPartial() || !association.dropOldest(id)) {
        return false;
      }
    }
    return true;
  }

  void close(long nowNs, DataChannel channel) {
    if (!channel.closing) {
      channel.closing = true;
      association.resetStream(nowNs, channel.id());
    }
  }

  // ----------------------------------------------------------------------------------------------

  private int streamLimit() {
    int agreed = association.outboundStreams();
    return agreed == 0 ? options.maxStreams() : agreed;
  }

  private int freeId() {
    if (count < maxChannels) {
      for (int id = firstId; id < streamLimit(); id += 2) {
        if (get(id) == null) {
          return id;
        }
      }
    }
    return -1;
  }

  private @Nullable DataChannel get(int id) {
    return id < channels.length ? channels[id] : null;
  }

  private DataChannel add(DataChannel channel) {
    int id = channel.id();
    if (id >= channels.length) {
      channels = Arrays.copyOf(channels, Integer.highestOneBit(id) * 2);
    }
    channels[id] = channel;
    count++;
    counters.increment(SctpCounter.CHANNELS_OPENED);
    return channel;
  }

  private void forEach(Consumer<DataChannel> action) {
    for (DataChannel channel : channels.clone()) {
      if (channel != null) {
        action.accept(channel);
      }
    }
  }

  private void remove(long nowNs, DataChannel channel) {
    channel.closing = true;
    if (get(channel.id()) == channel) {
      channels[channel.id()] = null;
      count--;
      listener.onClosed(nowNs, channel);
    }
  }

  /** The peer tells of a channel it opens, or knows of ours. */
  private void onControl(long nowNs, int id, byte[] message) {
    DataChannel known = get(id);
    if (message[0] == ChannelOpen.ACK && known != null) {
      known.acknowledged = true;
      return;
    }
    ChannelOpen open = message[0] == ChannelOpen.OPEN ? ChannelOpen.read(message) : null;
    if (open == null || known != null || count >= maxChannels || id >= streamLimit()) {
      counters.increment(SctpCounter.CHANNELS_REFUSED);
      if (known == null && id < streamLimit()) {
        association.resetStream(nowNs, id);
      }
      return;
    }
    DataChannel channel =
        add(new DataChannel(this, id, open.label(), open.protocol(), open.reliability(), true));
    association.send(nowNs, id, CONTROL, ACK, Reliability.RELIABLE);
    listener.onOpen(nowNs, channel);
  }

  private void onUserMessage(long nowNs, int id, int ppid, byte[] message) {
    DataChannel channel = get(id);
    boolean known =
        ppid == STRING || ppid == BINARY || ppid == EMPTY_STRING || ppid == EMPTY_BINARY;
    if (channel == null || channel.incomingReset || !known) {
      counters.increment(SctpCounter.DROPPED_MESSAGES);
      return;
    }
    channel.acknowledged = true;
    boolean empty = ppid == EMPTY_STRING || ppid == EMPTY_BINARY;
    listener.onMessage(
        nowNs, channel, ppid == BINARY || ppid == EMPTY_BINARY, empty ? EMPTY : message);
  }

  /** Closed when both directions are (RFC 8831 §6.7). */
  private void onReset(long nowNs, DataChannel channel) {
    if (channel.incomingReset && !channel.closing) {
      // Nobody reads any more what still waits.
      while (association.dropOldest(channel.id())) {}
      close(nowNs, channel);
    }
    if (channel.incomingReset && channel.outgoingReset) {
      remove(nowNs, channel);
    }
  }

  /** What comes of the association. */
  private final class AssociationSide implements SctpAssociation.Listener {
    @Override
    public void onEstablished(long nowNs) {
      forEach(
          channel -> {
            if (channel.id() >= streamLimit()) {
              remove(nowNs, channel);
            } else if (channel.closing) {
              association.resetStream(nowNs, channel.id());
            }
          });
      listener.onEstablished(nowNs);
    }

    @Override
    public void onRestarted(long nowNs) {
      forEach(channel -> remove(nowNs, channel));
      listener.onEstablished(nowNs);
    }

    @Override
    public void onMessage(long nowNs, int streamId, int ppid, byte[] bytes) {
      if (ppid == CONTROL) {
        onControl(nowNs, streamId, bytes);
      } else {
        onUserMessage(nowNs, streamId, ppid, bytes);
      }
    }

    @Override
    public void onOutgoingReset(long nowNs, int streamId) {
      DataChannel channel = get(streamId);
      if (channel != null) {
        channel.outgoingReset = true;
        onReset(nowNs, channel);
      }
    }

    @Override
    public void onIncomingReset(long nowNs, int[] streamIds) {
      if (streamIds.length == 0) {
        forEach(channel -> onIncomingReset(nowNs, channel.id()));
      }
      for (int streamId : streamIds) {
        onIncomingReset(nowNs, streamId);
      }
    }

    private void onIncomingReset(long nowNs, int streamId) {
      DataChannel channel = get(streamId);
      if (channel != null) {
        channel.incomingReset = true;
        onReset(nowNs, channel);
      }
    }

    @Override
    public void onBufferedAmountLow(long nowNs, int streamId) {
      DataChannel channel = get(streamId);
      if (channel != null && !channel.closing) {
        listener.onBufferedAmountLow(nowNs, channel);
      }
    }

    @Override
    public void onClosed(long nowNs, SctpClose reason) {
      forEach(channel -> remove(nowNs, channel));
      listener.onEnded(nowNs, reason);
    }
  }
}
