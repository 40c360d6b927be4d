package org.meshless.sfu.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.meshless.sfu.net.LoopTask;
import org.meshless.sfu.net.LoopTimer;
import org.meshless.sfu.sctp.CookieSigner;
import org.meshless.sfu.sctp.DataChannel;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.Reliability;
import org.meshless.sfu.sctp.SctpClose;
import org.meshless.sfu.sctp.SctpCounters;
import org.meshless.sfu.sctp.SctpOptions;

/**
 * Both ends of somebody's data channels on a {@link RoomStage}, a millisecond apart: the server's,
 * which its room is given, and their own.
 */
final class DataPeer implements LoopTask, DataChannels.Listener {
  /** As browsers: the longest message, and the server's header before it. */
  private static final SctpOptions OPTIONS =
      new SctpOptions(
          5000,
          5000,
          1024,
          DataSeat.MAX_MESSAGE_BYTES + DataHeader.LENGTH,
          DataSeat.MAX_MESSAGE_BYTES,
          1 << 20,
          true,
          true);

  /** A message as it arrived, parted from its header. */
  record Got(String label, String from, int flags, String text) {}

  final DataChannels server;
  final DataChannels own;
  final List<Got> got = new ArrayList<>();
  final List<DataChannel> openedByServer = new ArrayList<>();
  final List<String> closed = new ArrayList<>();

  /** Nothing that they send arrives from now on: the server's window stays as it is. */
  boolean mute;

  private final RoomStage stage;
  private final RoomStage.Person person;
  private final LoopTimer timer;
  private long wakeNs = Long.MAX_VALUE;

  DataPeer(
      RoomStage stage,
      RoomStage.Person person,
      SctpOptions options,
      DataChannels.Listener listener) {
    this.stage = stage;
    this.person = person;
    timer = person.loop().newTimer(this);
    Random random = new Random(person.port);
    DataPeer self = this;
    server =
        new DataChannels(
            options,
            true,
            256,
            new CookieSigner(random),
            random,
            new SctpCounters(),
            new org.meshless.sfu.sctp.SctpAssociation.Output() {
              @Override
              public void send(byte[] bytes, int offset, int length) {
                toPeer(Arrays.copyOfRange(bytes, offset, offset + length));
              }

              @Override
              public void onFlushWanted() {
                person.loop().atTurnEnd(self);
              }
            },
            listener);
    own =
        new DataChannels(
            OPTIONS,
            false,
            256,
            new CookieSigner(random),
            random,
            new SctpCounters(),
            this::toServer,
            this);
  }

  private void toPeer(byte[] packet) {
    stage.at(
        stage.nowNs + RoomStage.MS,
        () -> {
          own.association().onPacket(stage.nowNs, packet, 0, packet.length);
          flushOwn();
        });
  }

  private void toServer(byte[] bytes, int offset, int length) {
    if (mute) {
      return;
    }
    byte[] packet = Arrays.copyOfRange(bytes, offset, offset + length);
    stage.at(
        stage.nowNs + RoomStage.MS,
        () ->
            person.turn(
                () -> server.association().onPacket(stage.nowNs, packet, 0, packet.length)));
  }

  private void flushOwn() {
    own.association().flush(stage.nowNs);
    long dueNs = own.association().nextDeadlineNs();
    if (dueNs < wakeNs) {
      wakeNs = dueNs;
      stage.at(dueNs, this::wake);
    }
  }

  private void wake() {
    wakeNs = Long.MAX_VALUE;
    if (own.association().nextDeadlineNs() <= stage.nowNs) {
      own.association().onTimeout(stage.nowNs);
    }
    flushOwn();
  }

  // --- what they do -----------------------------------------------------------------------------

  /** Begins the association, as a browser does once DTLS is there. */
  void connect() {
    own.association().connect(stage.nowNs);
    flushOwn();
    stage.advance(100 * RoomStage.MS);
  }

  DataChannel open(String label, Reliability reliability) {
    return open(label, "", reliability);
  }

  DataChannel open(String label, String protocol, Reliability reliability) {
    DataChannel channel =
        Objects.requireNonNull(own.open(stage.nowNs, label, protocol, reliability));
    flushOwn();
    stage.advance(10 * RoomStage.MS);
    return channel;
  }

  void say(DataChannel channel, String text) {
    channel.send(stage.nowNs, false, text.getBytes(UTF_8));
    flushOwn();
    stage.advance(10 * RoomStage.MS);
  }

  void send(DataChannel channel, byte[] bytes) {
    channel.send(stage.nowNs, true, bytes);
    flushOwn();
    stage.advance(10 * RoomStage.MS);
  }

  void close(DataChannel channel) {
    channel.close(stage.nowNs);
    flushOwn();
    stage.advance(10 * RoomStage.MS);
  }

  List<String> texts() {
    return got.stream().map(Got::text).toList();
  }

  // --- what they are told -----------------------------------------------------------------------

  @Override
  public void onEstablished(long nowNs) {}

  @Override
  public void onOpen(long nowNs, DataChannel channel) {
    openedByServer.add(channel);
  }

  @Override
  public void onMessage(long nowNs, DataChannel channel, boolean binary, byte[] message) {
    ByteBuffer header = ByteBuffer.wrap(message);
    if (!binary || header.get() != 1) {
      throw new AssertionError("a message without header");
    }
    int flags = header.get() & 0xff;
    byte[] sender = new byte[DataHeader.SENDER_LENGTH];
    header.getShort();
    header.get(sender);
    String text = new String(message, DataHeader.LENGTH, message.length - DataHeader.LENGTH, UTF_8);
    got.add(new Got(channel.label(), new String(sender, UTF_8).replace("\0", ""), flags, text));
  }

  @Override
  public void onBufferedAmountLow(long nowNs, DataChannel channel) {}

  @Override
  public void onClosed(long nowNs, DataChannel channel) {
    closed.add(channel.label());
  }

  @Override
  public void onEnded(long nowNs, SctpClose reason) {}

  // --- the server's end in its loop -------------------------------------------------------------

  @Override
  public void onTurnEnd(long nowNs) {
    server.association().flush(nowNs);
    timer.set(server.association().nextDeadlineNs());
  }

  @Override
  public void onTimeout(long nowNs) {
    server.association().onTimeout(nowNs);
    timer.set(server.association().nextDeadlineNs());
  }

  @Override
  public void onFailure(long nowNs, RuntimeException failure) {
    throw failure;
  }
}
