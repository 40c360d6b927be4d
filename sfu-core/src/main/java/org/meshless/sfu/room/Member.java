package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.ext.TransportSequenceNumber;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.receive.RtxUnwrapper;
import org.meshless.rtp.rtcp.FullIntraRequest;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.Goodbye;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.meshless.rtp.rtcp.ReceiverReport;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.rtcp.SourceDescription;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.rtcp.UnknownRtcp;
import org.meshless.rtp.send.RoundTripTime;
import org.meshless.rtp.session.DataSection;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.rtp.session.PayloadType;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopTask;
import org.meshless.sfu.net.LoopTimer;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.room.RoomEvent.ConnectionState;
import org.meshless.sfu.transport.Transport;
import org.meshless.sfu.transport.TransportClose;
import org.meshless.sfu.transport.TransportFactory;
import org.meshless.sfu.transport.TransportListener;

/**
 * A participant on its media loop: the tracks it publishes, the slots it receives in, and the one
 * transport both travel on.
 *
 * <p>Confined to its MediaLoop.
 */
final class Member implements TransportListener, LoopTask {
  private final MediaLoop loop;
  private final RoomPart room;
  private final String id;
  private final Consumer<RoomEvent> events;
  private final Inbound inbound = new Inbound();
  private final IntSupplier nextStreamId;
  private final Subscriptions subscriptions;
  private final Bandwidth bandwidth = new Bandwidth();
  private final Downlink downlink;
  private final Shares shares;
  private final Dynacast dynacast;
  private final Publisher publisher;
  private final Feedback feedback;
  private final LoopTimer timer;
  private @Nullable Transport transport;
  private ExtensionMap extensions = ExtensionMap.EMPTY;
  private @Nullable View view;
  private @Nullable DataSeat data;
  private boolean left;
  private boolean turnEndAsked;

  Member(RoomPart room, String id, Consumer<RoomEvent> events, RandomGenerator random) {
    this.loop = room.loop();
    this.room = room;
    this.id = id;
    this.publisher = new Publisher(id);
    this.events = events;
    this.nextStreamId = room.room()::nextStreamId;
    this.timer = loop.newTimer(this);
    this.subscriptions = new Subscriptions(this, events, random);
    this.downlink = new Downlink(room, bandwidth);
    this.shares = new Shares(this, bandwidth);
    this.dynacast = new Dynacast(inbound, events);
    this.feedback = new Feedback(this, random.nextLong(1, 1L << 32));
  }

  String id() {
    return id;
  }

  MediaLoop loop() {
    return loop;
  }

  RoomPart room() {
    return room;
  }

  List<InboundTrack> tracks() {
    return inbound.tracks();
  }

  /** What this member receives. */
  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** What others know this member as. */
  Publisher publisher() {
    return publisher;
  }

  /** The RTCP this member is sent. */
  Feedback feedback() {
    return feedback;
  }

  // --- for signaling ----------------------------------------------------------------------------

  /** Opens the transport and enters the room. */
  IceCredentials open(TransportFactory transports) {
    Transport opened = transports.open(loop, this);
    transport = opened;
    room.join(this);
    return opened.ice();
  }

  /** See {@link Participant#restartIce}. */
  IceCredentials restartIce() {
    if (transport == null) {
      throw new IllegalStateException("closed");
    }
    return transport.restartIce();
  }

  /** See {@link Participant#apply}. */
  void apply(NegotiatedSession session, Map<String, TrackSource> sources) {
    Transport open = transport;
    if (open == null) {
      return; // closed meanwhile
    }
    if (!open.remote(session.transport())) {
      throw new IllegalArgumentException("the certificate is not the one announced before");
    }
    DataSection channels = session.data();
    if (channels != null && data == null) {
      data = room.data().open(id, channels, open, events);
    }
    ExtensionMap.Builder all = ExtensionMap.builder();
    Set<String> mids = new HashSet<>();
    for (MediaSection section : session.sections()) {
      mids.add(section.mid());
      for (HeaderExtension extension : HeaderExtension.values()) {
        int extensionId = section.extensions().idOf(extension);
        // The m-lines of a bundle agree on ids (RFC 8843 §9.2); where they do not, the first
        // counts.
        if (extensionId != 0 && all.accepts(extension, extensionId)) {
          all.put(extension, extensionId);
        }
      }
      if (section.direction().receives()) {
        feedback.negotiated(section);
        publish(section, sources.get(section.mid()));
      } else {
        unpublish(section.mid());
      }
      subscriptions.apply(section);
      if (section.direction().sends()) {
        bandwidth.negotiated(section);
      }
    }
    extensions = all.build();
    for (InboundTrack track : List.copyOf(inbound.tracks())) {
      if (!mids.contains(track.section().mid())) {
        unpublish(track.section().mid());
      }
    }
    subscriptions.closeAllBut(mids);
    room.changed();
  }

  private void publish(MediaSection section, @Nullable TrackSource named) {
    InboundTrack known = inbound.track(section.mid());
    if (known != null) {
      if (!known.section().equals(section)) {
        known.renegotiated(section);
      }
      return;
    }
    TrackSource source = named;
    if (source == null || source.kind() != section.kind()) {
      source = section.kind() == MediaKind.VIDEO ? TrackSource.CAMERA : TrackSource.MICROPHONE;
    }
    for (InboundTrack track : inbound.tracks()) {
      if (track.source() == source) {
        return; // one of each: what a page would show as whose?
      }
    }
    InboundTrack track =
        new InboundTrack(
            this, new TrackDescription(id, source, room.room().nextSourceId(), section));
    inbound.add(track);
    room.publish(track);
    dynacast.begin(loop.nowNs(), track);
    askTurnEnd();
  }

  private void unpublish(String mid) {
    InboundTrack track = inbound.track(mid);
    if (track != null) {
      inbound.remove(track);
      room.unpublish(track);
    }
  }

  /**
   * Closes the transport and leaves the room.
   *
   * @return false if that was asked for before
   */
  boolean leave() {
    if (left) {
      return false;
    }
    left = true;
    if (transport != null) {
      transport.close();
    }
    return true;
  }

  /** See {@link Participant#show}. */
  void show(View view) {
    this.view = view;
    if (transport != null) {
      room.assign(this);
      shares.changed();
    }
  }

  // --- for its room -----------------------------------------------------------------------------

  /** What its page shows; null until it has said so. */
  @Nullable View view() {
    return view;
  }

  /** See {@link Participant#explain}. */
  Explanation explain() {
    List<Explanation.Reason> reasons = new ArrayList<>();
    for (Slot slot : subscriptions.slots().of(MediaKind.VIDEO)) {
      if (slot.track() != null) {
        reasons.add(
            new Explanation.Reason(
                slot.section().mid(), slot.generation(), slot.layers().reason()));
      }
    }
    long estimateBps = bandwidth.estimateBps();
    return new Explanation(estimateBps == Bandwidth.UNLIMITED ? null : estimateBps, reasons);
  }

  void tell(RoomEvent event) {
    events.accept(event);
  }

  void onSpeaking(long nowNs, InboundTrack track) {
    room.onSpeaking(nowNs, track);
  }

  // --- sending ----------------------------------------------------------------------------------

  /** Whether what is sent now would leave. */
  boolean isWritable() {
    return transport != null && transport.isWritable();
  }

  /** A packet leaves in a slot of this member when the turn ends. */
  void send(Slot slot, MediaPacket packet) {
    downlink.add(slot, packet, transport);
    askTurnEnd();
  }

  /** What is received, or what it can be had in, is other than before. */
  void onSharesChanged() {
    shares.changed();
  }

  /** Others need other layers of what this member publishes than before. */
  void onNeedsChanged() {
    dynacast.changed();
    askTurnEnd();
  }

  /** Something is due earlier than it was. */
  void onDeadlineChanged() {
    askTurnEnd();
  }

  private void askTurnEnd() {
    if (!turnEndAsked) {
      turnEndAsked = true;
      loop.atTurnEnd(this);
    }
  }

  @Override
  public void onTurnEnd(long nowNs) {
    shares.onTimeout(nowNs);
    dynacast.onTimeout(nowNs);
    downlink.flush(nowNs, transport);
    turnEndAsked = false;
    setTimer();
  }

  private void setTimer() {
    if (transport == null) {
      return;
    }
    long deadlineNs = Math.min(feedback.nextDeadlineNs(), shares.nextDeadlineNs());
    deadlineNs = Math.min(deadlineNs, downlink.nextDeadlineNs());
    deadlineNs = Math.min(deadlineNs, bandwidth.nextDeadlineNs());
    deadlineNs = Math.min(deadlineNs, dynacast.nextDeadlineNs());
    List<InboundTrack> tracks = inbound.tracks();
    for (int t = 0; t < tracks.size(); t++) {
      List<InboundStream> streams = tracks.get(t).streams();
      for (int s = 0; s < streams.size(); s++) {
        deadlineNs = Math.min(deadlineNs, streams.get(s).nextDeadlineNs());
      }
    }
    timer.set(deadlineNs);
  }

  /** Sends an RTCP compound, protected. */
  void sendRtcp(byte[] compound, int length) {
    if (transport != null) {
      transport.sendRtcp(compound, 0, length);
    }
  }

  // --- receiving --------------------------------------------------------------------------------

  @Override
  public void onRtp(long nowNs, byte[] plaintext, int length) {
    RtpPacket packet = RtpPacket.parse(plaintext, length, extensions);
    if (packet == null) {
      loop.counters().increment(LoopCounter.DROPPED_RTP_MALFORMED);
      return;
    }
    // Whatever it belongs to, it came: browsers measure their path with padding on retransmission
    // streams of layers that do not flow yet.
    int number = packet.extensionOffset(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
    if (packet.extensionLength(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER)
        == TransportSequenceNumber.LENGTH) {
      feedback.onNumbered(
          nowNs, TransportSequenceNumber.read(packet.bytes(), number), packet.ssrc());
    } else {
      feedback.onUnnumbered(nowNs, length);
    }
    askTurnEnd();
    InboundStream stream = inbound.of(packet, nextStreamId);
    if (stream == null) {
      loop.counters().increment(LoopCounter.DROPPED_RTP_UNKNOWN_STREAM);
      return;
    }
    PayloadTypeMap types = stream.track().section().payloadTypes();
    PayloadType type = types.of(packet.payloadType());
    if (type != null) {
      stream.onPacket(nowNs, packet, type);
      return;
    }
    PayloadType repaired = types.ofRtx(packet.payloadType());
    if (repaired != null) {
      // The packet was ours alone so far: turning it into the original in place is no sharing.
      int original = RtxUnwrapper.unwrap(plaintext, length, repaired.number(), stream.ssrc());
      RtpPacket recovered = original < 0 ? null : RtpPacket.parse(plaintext, original, extensions);
      if (recovered != null) {
        loop.counters().increment(LoopCounter.RECOVERED_PACKETS);
        stream.onRecovered(nowNs, recovered, repaired);
      }
    }
  }

  @Override
  public void onRtcp(long nowNs, byte[] bytes, int offset, int length) {
    List<RtcpPacket> packets = RtcpPacket.parse(bytes, offset, length);
    for (int i = 0; i < packets.size(); i++) {
      switch (packets.get(i)) {
        case PictureLossIndication pli -> onKeyFrameRequest(nowNs, pli.mediaSsrc());
        case FullIntraRequest fir ->
            fir.entries().forEach(entry -> onKeyFrameRequest(nowNs, entry.ssrc()));
        case GenericNack nack -> onNack(nowNs, nack);
        case Goodbye bye -> bye.ssrcs().forEach(this::onGoodbye);
        case SenderReport report -> {
          InboundStream stream = inbound.find(report.senderSsrc());
          if (stream != null && stream.ssrc() == report.senderSsrc()) {
            stream.onSenderReport(nowNs, report);
          }
          report.blocks().forEach(block -> onReport(nowNs, block));
        }
        case ReceiverReport report -> report.blocks().forEach(block -> onReport(nowNs, block));
        case SourceDescription description -> {}
        case TransportFeedback transportFeedback -> {
          bandwidth.onFeedback(nowNs, transportFeedback);
          shares.onEstimate();
          askTurnEnd();
        }
        case ReceiverEstimatedMaxBitrate remb -> {
          bandwidth.onRemb(nowNs, remb);
          shares.onEstimate();
        }
        case UnknownRtcp unknown -> {}
      }
    }
  }

  /** What the participant says of one of its slots: above all how far away it is (§6.4.1). */
  private void onReport(long nowNs, ReportBlock block) {
    long measuredNs = RoundTripTime.ofNs(loop.ntpAt(nowNs), block);
    if (measuredNs < 0 || subscriptions.slot(block.ssrc()) == null) {
      return;
    }
    downlink.onRtt(measuredNs);
    for (InboundTrack track : inbound.tracks()) {
      for (InboundStream stream : track.streams()) {
        stream.onRtt(measuredNs);
      }
    }
  }

  private void onKeyFrameRequest(long nowNs, long mediaSsrc) {
    Slot slot = subscriptions.slot(mediaSsrc);
    if (slot != null) {
      slot.requestKeyFrame(nowNs);
    }
  }

  private void onGoodbye(long ssrc) {
    InboundStream stream = inbound.find(ssrc);
    if (stream != null && stream.ssrc() == ssrc) {
      inbound.remove(stream);
    }
  }

  private void onNack(long nowNs, GenericNack nack) {
    Slot slot = subscriptions.slot(nack.mediaSsrc());
    if (slot != null && transport != null) {
      downlink.onNack(nowNs, slot, nack);
      askTurnEnd();
    }
  }

  // --- connection -------------------------------------------------------------------------------

  @Override
  public void onConnected(long nowNs) {
    events.accept(new RoomEvent.ConnectionChanged(ConnectionState.CONNECTED));
    feedback.start(nowNs);
    askTurnEnd();
    subscriptions.all().forEach(slot -> slot.requestKeyFrame(nowNs));
  }

  @Override
  public void onSilent(long nowNs) {
    subscriptions.all().forEach(Slot::restart);
    events.accept(new RoomEvent.ConnectionChanged(ConnectionState.SILENT));
  }

  @Override
  public void onAlive(long nowNs) {
    onConnected(nowNs);
  }

  @Override
  public void onClosed(long nowNs, TransportClose reason) {
    transport = null;
    timer.cancel();
    subscriptions.all().forEach(slot -> slot.assign(nowNs, null, false));
    room.leave(this);
    if (reason != TransportClose.LOCAL) {
      events.accept(new RoomEvent.ConnectionClosed(reason));
    }
  }

  @Override
  public void onTimeout(long nowNs) {
    feedback.onTimeout(nowNs);
    bandwidth.onTimeout(nowNs);
    askTurnEnd();
    List<InboundTrack> tracks = inbound.tracks();
    for (int t = 0; t < tracks.size(); t++) {
      List<InboundStream> streams = tracks.get(t).streams();
      for (int s = 0; s < streams.size(); s++) {
        streams.get(s).onTimeout(nowNs);
      }
    }
  }

  @Override
  public void onFailure(long nowNs, RuntimeException failure) {
    if (transport != null) {
      transport.close();
    }
  }
}
