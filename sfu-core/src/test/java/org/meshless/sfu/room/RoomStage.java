package org.meshless.sfu.room;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.Goodbye;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.session.DataSection;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.rtp.session.PayloadType;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.rtp.session.RemoteTransport;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.rtp.srtp.SrtpReceiver;
import org.meshless.rtp.srtp.SrtpSender;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.net.DatagramPort;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopCounters;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.SctpOptions;
import org.meshless.sfu.transport.DatagramRun;
import org.meshless.sfu.transport.Transport;
import org.meshless.sfu.transport.TransportClose;
import org.meshless.sfu.transport.TransportListener;
import org.meshless.sfu.transport.TransportState;

/**
 * A room on a media loop in virtual time: the real room and the real SRTP, with transports whose
 * handshake is already done and a network that remembers what was sent.
 */
final class RoomStage {
  static final long MS = 1_000_000;

  /** The first loop. */
  final MediaLoop loop;

  final List<Driven> loops = new ArrayList<>();

  /** Puts everybody where the placement says: no loop has room for more than is there. */
  final Room room = new Room(1, 0);

  final Map<Integer, Person> byPort = new HashMap<>();
  long nowNs = 1_000 * MS;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::order));
  private long eventsSoFar;
  private boolean settling;

  RoomStage(long seed) {
    this(seed, 1);
  }

  /** A room that may spread over so many loops, all run by turns in the test's thread. */
  RoomStage(long seed, int loops) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < loops; i++) {
      this.loops.add(new Driven(i));
    }
    loop = this.loops.getFirst().loop;
  }

  /** A loop and the work submitted to it. */
  final class Driven {
    final MediaLoop loop;
    final DatagramRun run;
    private final ArrayDeque<Runnable> submitted = new ArrayDeque<>();
    private boolean stalled;

    Driven(int index) {
      loop = new MediaLoop(index, new Network(), new LoopCounters(), submitted::add, 0);
      run = new DatagramRun(loop.port());
    }

    long count(LoopCounter counter) {
      return loop.counters().get(counter);
    }

    /** From now on it does nothing. */
    void stall() {
      stalled = true;
    }

    /** It goes on, and catches up. */
    void resume() {
      stalled = false;
      settle();
    }

    private boolean runSubmitted() {
      if (stalled || submitted.isEmpty()) {
        return false;
      }
      List<Runnable> tasks = List.copyOf(submitted);
      submitted.clear();
      loop.onTasks(nowNs, tasks);
      return true;
    }

    private long nextDeadlineNs() {
      return stalled ? Long.MAX_VALUE : loop.nextDeadlineNs();
    }
  }

  /** Runs what loops have submitted to each other, until nothing is left. */
  void settle() {
    if (settling) {
      return;
    }
    settling = true;
    boolean ran;
    do {
      ran = false;
      for (Driven driven : loops) {
        ran |= driven.runSubmitted();
      }
    } while (ran);
    settling = false;
  }

  /** How often a handler has failed; none ever should. */
  long failures() {
    return loops.stream().mapToLong(driven -> driven.count(LoopCounter.HANDLER_FAILURES)).sum();
  }

  /** Someone who has connected but offered nothing yet. */
  Person join(String id) {
    return join(id, 0);
  }

  /** Someone on the loop of that index. */
  Person join(String id, int loop) {
    return new Person(id, loops.get(loop));
  }

  /** Runs {@code action} as a turn of the first loop. */
  void turn(Runnable action) {
    turn(loops.getFirst(), action);
  }

  private void turn(Driven driven, Runnable action) {
    driven.submitted.add(action);
    settle();
  }

  /** Has something happen at a later time, in the course of {@link #advance}. */
  void at(long timeNs, Runnable event) {
    events.add(new Event(timeNs, eventsSoFar++, event));
  }

  /** Lets time pass, with every deadline and every event on the way. */
  void advance(long ns) {
    long end = nowNs + ns;
    while (true) {
      Driven next = next();
      Event event = events.peek();
      if (event != null && event.timeNs <= Math.min(end, next.nextDeadlineNs())) {
        events.remove();
        nowNs = Math.max(nowNs, event.timeNs);
        event.action.run();
      } else if (next.nextDeadlineNs() <= end) {
        nowNs = Math.max(nowNs, next.nextDeadlineNs());
        next.loop.onTimeout(nowNs);
        settle();
      } else {
        nowNs = end;
        return;
      }
    }
  }

  private record Event(long timeNs, long order, Runnable action) {}

  private Driven next() {
    Driven first = loops.getFirst();
    for (Driven driven : loops) {
      if (driven.nextDeadlineNs() < first.nextDeadlineNs()) {
        first = driven;
      }
    }
    return first;
  }

  /** A person's side of a transport, and all that reached it. */
  final class Person implements Transport {
    final String id;
    final int port = 1000 + byPort.size();
    final Driven at;
    final RoomPart part;
    final Member member;
    final List<RoomEvent> events = new ArrayList<>();
    final List<RtpPacket> received = new ArrayList<>();
    private final List<Consumer<RtpPacket>> watching = new ArrayList<>();
    final List<RtcpPacket> receivedRtcp = new ArrayList<>();
    final Map<String, OutboundStream> slots = new HashMap<>();
    final SrtpSender srtpSender;
    final SrtpReceiver srtpReceiver;
    boolean writable = true;

    /** Where what is sent goes, and its size, in place of {@link #received}. */
    @Nullable ObjIntConsumer<RtpPacket> path;

    ExtensionMap extensions = ExtensionMap.EMPTY;
    private final TransportListener listener;
    private @Nullable DataPeer data;
    private boolean closed;

    Person(String id, Driven at) {
      this.id = id;
      this.at = at;
      byte[] key = new byte[16];
      byte[] salt = new byte[12];
      random.nextBytes(key);
      random.nextBytes(salt);
      SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt);
      srtpSender = new SrtpSender(keys, SrtpProvider.sunJce());
      srtpReceiver = new SrtpReceiver(keys, SrtpProvider.sunJce());
      byPort.put(port, this);
      part = room.enter(members -> at.loop);
      member = new Member(part, id, events::add, random.split());
      listener = member;
      turn(() -> member.open((on, heard) -> this));
    }

    /** Offers these sections. */
    void offer(MediaSection... sections) {
      offer(Map.of(), sections);
    }

    /** Offers these sections, and says what some of them are. */
    void offer(Map<String, TrackSource> sources, MediaSection... sections) {
      ExtensionMap.Builder all = ExtensionMap.builder();
      for (MediaSection section : sections) {
        if (section.outbound() != null) {
          slots.put(section.mid(), section.outbound());
        }
        for (HeaderExtension extension : HeaderExtension.values()) {
          int of = section.sendExtensions().idOf(extension);
          if (of != 0 && all.accepts(extension, of)) {
            all.put(extension, of);
          }
        }
      }
      extensions = all.build();
      turn(
          () ->
              member.apply(
                  new NegotiatedSession(
                      List.of(sections), null, new RemoteTransport("u", "p", "sha-256", "00")),
                  sources));
    }

    /** Offers data channels, and connects them. */
    DataPeer offerData() {
      return offerData(DataSeat.MAX_MESSAGE_BYTES + DataHeader.LENGTH);
    }

    /** Offers data channels for messages up to that length, and connects them. */
    DataPeer offerData(int maxMessageBytes) {
      turn(
          () ->
              member.apply(
                  new NegotiatedSession(
                      List.of(),
                      new DataSection("data", 5000, maxMessageBytes),
                      new RemoteTransport("u", "p", "sha-256", "00")),
                  Map.of()));
      DataPeer peer = Objects.requireNonNull(data);
      peer.connect();
      return peer;
    }

    void turn(Runnable action) {
      RoomStage.this.turn(at, action);
    }

    /** The page shows this camera in this size, and nothing else. */
    void show(String publisher, int width, int height) {
      View.Tile tile = new View.Tile(publisher, TrackSource.CAMERA, width, height, false);
      turn(() -> member.show(new View(List.of(tile))));
    }

    /** The page shows these cameras, and nothing else. */
    void show(String... publishers) {
      List<View.Tile> tiles =
          Arrays.stream(publishers)
              .map(of -> new View.Tile(of, TrackSource.CAMERA, 320, 180, false))
              .toList();
      turn(() -> member.show(new View(tiles)));
    }

    /** The page shows no more what the slot carried before. */
    void covered(String mid, int generation) {
      turn(() -> member.subscriptions().covered(mid, generation));
    }

    /** Says goodbye and gives up the place. */
    void leave() {
      turn(
          () -> {
            if (member.leave()) {
              room.exit(part);
            }
          });
    }

    /** The handshake is done. */
    void connect() {
      turn(() -> listener.onConnected(nowNs));
    }

    /** The server receives this packet. */
    void send(byte[] rtp) {
      turn(() -> listener.onRtp(nowNs, rtp.clone(), rtp.length));
    }

    /** The server receives a packet, and that its stream has ended, in one turn. */
    void sendThenBye(byte[] rtp, long ssrc) {
      Goodbye bye = new Goodbye(List.of(ssrc));
      byte[] bytes = new byte[bye.length()];
      bye.write(bytes, 0);
      turn(
          () -> {
            listener.onRtp(nowNs, rtp.clone(), rtp.length);
            listener.onRtcp(nowNs, bytes, 0, bytes.length);
          });
    }

    /** The server receives these packets in one turn. */
    void sendBatch(byte[]... packets) {
      turn(
          () -> {
            for (byte[] rtp : packets) {
              listener.onRtp(nowNs, rtp.clone(), rtp.length);
            }
          });
    }

    void send(RtcpPacket rtcp) {
      byte[] bytes = new byte[rtcp.length()];
      rtcp.write(bytes, 0);
      turn(() -> listener.onRtcp(nowNs, bytes, 0, bytes.length));
    }

    /** Has each packet from now on looked at when it arrives. */
    void watch(Consumer<RtpPacket> watcher) {
      watching.add(watcher);
    }

    /** What was received on one slot, in order of arrival. */
    List<RtpPacket> receivedOn(String mid) {
      long ssrc = slotOf(mid).ssrc();
      return received.stream().filter(packet -> packet.ssrc() == ssrc).toList();
    }

    List<RtpPacket> retransmittedOn(String mid) {
      long ssrc = slotOf(mid).rtxSsrc();
      return received.stream().filter(packet -> packet.ssrc() == ssrc).toList();
    }

    OutboundStream slotOf(String mid) {
      return Objects.requireNonNull(slots.get(mid));
    }

    <T> List<T> eventsOf(Class<T> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T> List<T> rtcpOf(Class<T> type) {
      return receivedRtcp.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public DataChannels openDataChannels(SctpOptions options, DataChannels.Listener channels) {
      data = new DataPeer(RoomStage.this, this, options, channels);
      return data.server;
    }

    @Override
    public IceCredentials ice() {
      return new IceCredentials("u", "p");
    }

    @Override
    public boolean remote(RemoteTransport remote) {
      return true;
    }

    @Override
    public IceCredentials restartIce() {
      return ice();
    }

    @Override
    public TransportState state() {
      return closed ? TransportState.CLOSED : TransportState.CONNECTED;
    }

    @Override
    public boolean isWritable() {
      return writable && !closed;
    }

    @Override
    public SrtpSender srtpSender() {
      return srtpSender;
    }

    @Override
    public DatagramRun beginRun() {
      return at.run.begin(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void sendRtcp(byte[] compound, int offset, int length) {
      if (path == null) {
        receivedRtcp.addAll(RtcpPacket.parse(compound, offset, length));
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        if (data != null) {
          data.server.association().abort(nowNs);
        }
        listener.onClosed(nowNs, TransportClose.LOCAL);
        settle();
      }
    }

    @Override
    public MediaLoop loop() {
      return at.loop;
    }
  }

  private final class Network implements DatagramPort {
    @Override
    public void send(int socket, InetSocketAddress remote, byte[] bytes, int offset, int length) {
      Person to = Objects.requireNonNull(byPort.get(remote.getPort()));
      byte[] plain = new byte[length];
      int plainLength = to.srtpReceiver.unprotect(bytes, offset, length, plain);
      if (plainLength < 0) {
        throw new IllegalStateException("not genuine: " + plainLength);
      }
      RtpPacket packet =
          RtpPacket.parse(Arrays.copyOf(plain, plainLength), plainLength, to.extensions);
      if (packet == null) {
        throw new IllegalStateException("not RTP");
      }
      if (to.path != null) {
        to.path.accept(packet, length);
        return;
      }
      to.received.add(packet);
      to.watching.forEach(watcher -> watcher.accept(packet));
    }

    @Override
    public void sendSegments(
        int socket,
        InetSocketAddress remote,
        byte[] bytes,
        int offset,
        int length,
        int segmentSize) {
      for (int at = 0; at < length; at += segmentSize) {
        send(socket, remote, bytes, offset + at, Math.min(segmentSize, length - at));
      }
    }

    @Override
    public void flush() {}
  }

  // --- what people offer ------------------------------------------------------------------------

  static final PayloadTypeMap CHROMIUM_VIDEO =
      PayloadTypeMap.copyOf(List.of(type(96, new Codec.Vp8(), 97)));
  static final PayloadTypeMap FIREFOX_VIDEO =
      PayloadTypeMap.copyOf(List.of(type(120, new Codec.Vp8(), 124)));
  static final PayloadTypeMap CHROMIUM_AUDIO =
      PayloadTypeMap.copyOf(
          List.of(
              type(63, new Codec.Red(new Codec.Opus()), PayloadType.NO_RTX),
              type(111, new Codec.Opus(), PayloadType.NO_RTX)));
  static final PayloadTypeMap FIREFOX_AUDIO =
      PayloadTypeMap.copyOf(List.of(type(109, new Codec.Opus(), PayloadType.NO_RTX)));

  static PayloadType type(int number, Codec codec, int rtx) {
    boolean video = codec.kind() == MediaKind.VIDEO; // browsers want no NACK for Opus
    return new PayloadType(number, codec, rtx, video, video, video, true, true);
  }

  static MediaSection published(String mid, PayloadTypeMap types, InboundSource... sources) {
    return new MediaSection(
        mid,
        types.all().getFirst().codec().kind(),
        Direction.RECVONLY,
        types,
        ids(4, 1),
        ExtensionMap.EMPTY,
        List.of(),
        List.of(sources),
        null);
  }

  static final int RID_ID = 10;
  static final int REPAIRED_RID_ID = 11;

  /** A camera in three sizes, which announces no SSRC: its packets say what they belong to. */
  static MediaSection simulcast(String mid, PayloadTypeMap types) {
    ExtensionMap ids =
        ExtensionMap.builder()
            .put(HeaderExtension.MID, 4)
            .put(HeaderExtension.RID, RID_ID)
            .put(HeaderExtension.REPAIRED_RID, REPAIRED_RID_ID)
            .build();
    return new MediaSection(
        mid,
        MediaKind.VIDEO,
        Direction.RECVONLY,
        types,
        ids,
        ExtensionMap.EMPTY,
        List.of("l", "m", "h"),
        List.of(),
        null);
  }

  static MediaSection slot(String mid, PayloadTypeMap types, ExtensionMap ids) {
    return slot(mid, types, ids, "stream-" + mid);
  }

  /** A slot that plays in step with the one of the other kind and the same stream. */
  static MediaSection slot(String mid, PayloadTypeMap types, ExtensionMap ids, String streamId) {
    long ssrc = 0x1000_0000L + 2L * mid.hashCode();
    MediaKind kind = types.all().getFirst().codec().kind();
    return new MediaSection(
        mid,
        kind,
        Direction.SENDONLY,
        types,
        ids,
        ids,
        List.of(),
        List.of(),
        new OutboundStream(ssrc, ssrc + 1, "cname", streamId, "track"));
  }

  /** The extensions of a slot whose packets are numbered for the whole transport. */
  static ExtensionMap numbered() {
    return ExtensionMap.builder().put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3).build();
  }

  static ExtensionMap ids(int mid, int audioLevel) {
    return ExtensionMap.builder()
        .put(HeaderExtension.MID, mid)
        .put(HeaderExtension.AUDIO_LEVEL, audioLevel)
        .build();
  }

  /** A VP8 packet of one byte of image: descriptor with a 15-bit picture id (RFC 7741 §4.2). */
  static byte[] vp8(long ssrc, int seq, long timestamp, int pictureId, boolean keyFrame, int fill) {
    byte[] payload = {
      (byte) 0x90,
      (byte) 0x80,
      (byte) (0x80 | pictureId >> 8),
      (byte) pictureId,
      (byte) (keyFrame ? 0x00 : 0x01),
      (byte) fill
    };
    return rtp(ssrc, 96, seq, timestamp, payload);
  }

  static byte[] rtp(long ssrc, int payloadType, int seq, long timestamp, byte[] payload) {
    byte[] packet = new byte[RtpHeader.FIXED_LENGTH + payload.length];
    RtpHeader.write(packet, 0, true, payloadType, seq, timestamp, ssrc);
    System.arraycopy(payload, 0, packet, RtpHeader.FIXED_LENGTH, payload.length);
    return packet;
  }
}
