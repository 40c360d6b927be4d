package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.session.DataSection;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.rtp.session.PayloadType;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.signaling.sdp.AnswerResult.Answered;
import org.meshless.signaling.sdp.Attribute.Ssrc;
import org.meshless.signaling.sdp.Attribute.SsrcGroup;

/** Answers the m-lines of one offer, in order. */
final class SectionAnswerer {
  /** The longest data channel message the server takes. */
  private static final int MAX_MESSAGE_BYTES = 256 * 1024;

  /** The server's: a port within the DTLS connection, which has no other. */
  private static final String SCTP_PORT = "5000";

  private final Offer offer;
  private final AnswerParameters parameters;

  /** SSRCs announced by m-lines already answered: one SSRC cannot be two sources. */
  private final Set<Long> taken = new HashSet<>();

  private final Map<Integer, HeaderExtension> extensionIds = new HashMap<>();

  private boolean hasData;

  private final SlotNames names = new SlotNames();

  /** By mid: what slots of the previous answer are, and what becomes one now. */
  private final Map<String, OutboundStream> slots = new HashMap<>();

  SectionAnswerer(Offer offer, AnswerParameters parameters) {
    this.offer = offer;
    this.parameters = parameters;
    Answered previous = parameters.previous();
    if (previous != null) {
      offer.bundled().forEach(section -> keepSlot(section, previous));
    }
  }

  /** A slot that goes on keeps what it is, whatever else this offer adds or stops. */
  private void keepSlot(OfferedSection section, Answered previous) {
    String mid = section.mid();
    MediaKind kind = section.kind();
    OutboundStream slot = mid == null ? null : previous.slots().get(mid);
    if (mid != null && kind != null && slot != null) {
      slots.put(mid, slot);
      names.reserve(kind, slot.streamId());
    }
  }

  List<AnsweredSection> answer() {
    return offer.sections().stream().map(this::answer).toList();
  }

  /** By mid, all slots there are after {@link #answer}. */
  Map<String, OutboundStream> slots() {
    return slots;
  }

  private AnsweredSection answer(OfferedSection section) {
    String mid = section.mid();
    MediaKind kind = section.kind();
    if (!offer.isBundled(section) || mid == null) {
      return AnsweredSection.rejected(section);
    }
    if (kind == null) {
      return answerData(section, mid);
    }
    OfferedPayloads offered = new OfferedPayloads(section.media());
    PayloadTypeMap payloadTypes = offered.accept(kind, parameters.codecs());
    if (payloadTypes.all().isEmpty()) {
      slots.remove(mid);
      return AnsweredSection.rejected(section);
    }
    OfferedExtensions extensions = section.extensions(extensionIds);
    Direction direction = direction(section.direction());
    boolean receives = direction.receives();

    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute.Mid(mid));
    attributes.add(new Attribute.Flow(direction));
    repeat(section, attributes);
    extensions.describe(attributes);
    for (PayloadType type : payloadTypes.all()) {
      offered.describe(type, receives, attributes);
    }
    List<String> rids = List.of();
    List<InboundSource> sources = List.of();
    OutboundStream slot = null;
    if (receives) {
      // Without both extensions no packet could tell which encoding it belongs to.
      if (extensions.has(HeaderExtension.MID) && extensions.has(HeaderExtension.RID)) {
        OfferedSimulcast simulcast = new OfferedSimulcast(section.media(), payloadTypes);
        simulcast.describe(attributes);
        rids = simulcast.rids();
      }
      sources = section.sources(taken);
    } else if (direction.sends()) {
      slot = slot(section.index(), mid, kind, payloadTypes);
      describe(slot, attributes);
    }
    return new AnsweredSection(
        section,
        new MediaSection(
            mid,
            kind,
            direction,
            payloadTypes,
            extensions.all(),
            extensions.sendable(),
            rids,
            sources,
            slot),
        null,
        OfferedPayloads.formats(payloadTypes),
        attributes);
  }

  /** Data channels, of which a transport has one association (RFC 8841 §9.3). */
  private AnsweredSection answerData(OfferedSection section, String mid) {
    DataSection data = section.data();
    if (data == null || hasData) {
      return AnsweredSection.rejected(section);
    }
    hasData = true;
    boolean portAsFormat = section.hasPortAsFormat();
    Attribute port =
        portAsFormat
            ? new Attribute.Other(
                OfferedSection.SCTP_MAP, SCTP_PORT + " " + OfferedSection.DATA_CHANNEL + " 65535")
            : new Attribute.Other(OfferedSection.SCTP_PORT, SCTP_PORT);
    return new AnsweredSection(
        section,
        null,
        data,
        List.of(portAsFormat ? SCTP_PORT : OfferedSection.DATA_CHANNEL),
        List.of(
            new Attribute.Mid(mid),
            port,
            new Attribute.Other(
                OfferedSection.MAX_MESSAGE_SIZE, Integer.toString(MAX_MESSAGE_BYTES))));
  }

  /** Ours: all media is one-way, and a client that would send is received. */
  private static Direction direction(Direction offered) {
    return offered.sends() ? Direction.RECVONLY : offered.reversed();
  }

  /** What is agreed to wherever it is offered. */
  private static void repeat(OfferedSection section, List<Attribute> attributes) {
    attributes.add(Attribute.Flag.RTCP_MUX);
    if (section.media().has(Attribute.Flag.RTCP_RSIZE)) {
      attributes.add(Attribute.Flag.RTCP_RSIZE);
    }
    if (section.media().has(Attribute.Flag.EXTMAP_ALLOW_MIXED)) {
      attributes.add(Attribute.Flag.EXTMAP_ALLOW_MIXED);
    }
  }

  private OutboundStream slot(int index, String mid, MediaKind kind, PayloadTypeMap payloadTypes) {
    OutboundStream before = slots.get(mid);
    boolean rtx = payloadTypes.all().stream().anyMatch(PayloadType::hasRtx);
    if (before != null && before.hasRtx() == rtx) {
      return before;
    }
    OutboundStream given = parameters.slots().apply(index);
    String streamId = before == null ? names.next(kind) : before.streamId();
    OutboundStream slot =
        new OutboundStream(
            before == null ? given.ssrc() : before.ssrc(),
            rtx ? given.rtxSsrc() : OutboundStream.NO_RTX,
            parameters.cname(),
            streamId,
            streamId + "-" + kind.name().toLowerCase(Locale.ROOT));
    slots.put(mid, slot);
    return slot;
  }

  private static void describe(OutboundStream slot, List<Attribute> attributes) {
    attributes.add(new Attribute.Msid(slot.streamId(), slot.trackId()));
    if (slot.hasRtx()) {
      attributes.add(new SsrcGroup(SsrcGroup.FID, List.of(slot.ssrc(), slot.rtxSsrc())));
    }
    attributes.add(new Ssrc(slot.ssrc(), "cname", slot.cname()));
    if (slot.hasRtx()) {
      attributes.add(new Ssrc(slot.rtxSsrc(), "cname", slot.cname()));
    }
  }
}
