package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.session.DataSection;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.InboundSource;
import org.meshless.signaling.sdp.Attribute.SsrcGroup;

/**
 * An m-line of an offer, with what it inherits from the session: Firefox writes the fingerprint and
 * others much more once for all.
 *
 * @param index its place in the offer, from 0
 * @param session the attributes of the session that m-lines inherit
 */
record OfferedSection(int index, MediaDescription media, OfferedSection.Inherited session) {
  /** More than any simulcast has: a bound on what is announced. */
  private static final int MAX_SOURCES = 16;

  /**
   * What RIDs and MIDs are limited to, so that a header extension can carry them (RFC 8285 §4.2).
   */
  static final int MAX_NAME_LENGTH = 16;

  /** The format of data channels (RFC 8841 §4.3). */
  static final String DATA_CHANNEL = "webrtc-datachannel";

  /** draft-ietf-mmusic-sctp-sdp-07 §6.2. */
  static final String SCTP_MAP = "sctpmap";

  /** RFC 8841 §5. */
  static final String SCTP_PORT = "sctp-port";

  /** RFC 8841 §6. */
  static final String MAX_MESSAGE_SIZE = "max-message-size";

  /** Attributes of the session that apply to each m-line without its own. */
  record Inherited(
      Direction direction,
      Attribute.@Nullable IceUfrag ufrag,
      Attribute.@Nullable IcePwd pwd,
      List<Attribute.Fingerprint> fingerprints,
      Attribute.@Nullable Setup setup,
      List<Attribute.ExtMap> extensions) {
    static Inherited of(SessionDescription offer) {
      Attribute.Flow flow = offer.first(Attribute.Flow.class);
      return new Inherited(
          flow == null ? Direction.SENDRECV : flow.direction(),
          offer.first(Attribute.IceUfrag.class),
          offer.first(Attribute.IcePwd.class),
          offer.all(Attribute.Fingerprint.class),
          offer.first(Attribute.Setup.class),
          offer.all(Attribute.ExtMap.class));
    }
  }

  boolean isLive() {
    return media.isLive();
  }

  @Nullable String mid() {
    return media.mid();
  }

  /** What it carries; null for data channels and everything else that is not RTP as browsers do. */
  @Nullable MediaKind kind() {
    if (!media.protocol().endsWith("RTP/SAVPF") && !media.protocol().endsWith("RTP/SAVP")) {
      return null;
    }
    return switch (media.media()) {
      case "audio" -> MediaKind.AUDIO;
      case "video" -> MediaKind.VIDEO;
      default -> null;
    };
  }

  /** The data channels it offers; null if it is something else. */
  @Nullable DataSection data() {
    String mid = mid();
    if (mid == null
        || !media.media().equals("application")
        || !media.protocol().endsWith("DTLS/SCTP")
        || media.formats().size() != 1
        || !(hasPortAsFormat() || media.formats().contains(DATA_CHANNEL))) {
      return null;
    }
    long port =
        hasPortAsFormat()
            ? Words.number(media.formats().getFirst(), 65_535)
            : number(SCTP_PORT, 65_535, 0);
    long maxMessageBytes =
        number(MAX_MESSAGE_SIZE, Long.MAX_VALUE / 16, DataSection.DEFAULT_MAX_MESSAGE_BYTES);
    return port <= 0 || maxMessageBytes < 0
        ? null
        : new DataSection(mid, (int) port, maxMessageBytes);
  }

  /**
   * Whether the port is written as drafts before RFC 8841 had it, which aiortc still follows:
   * {@code m=application 9 DTLS/SCTP 5000} with {@code a=sctpmap:5000 webrtc-datachannel 65535}.
   */
  boolean hasPortAsFormat() {
    String format = media.formats().getFirst();
    for (Attribute.Other attribute : media.all(Attribute.Other.class)) {
      String value = attribute.value();
      if (attribute.name().equals(SCTP_MAP)
          && value != null
          && value.startsWith(format + " " + DATA_CHANNEL)) {
        return true;
      }
    }
    return false;
  }

  /** The value of an attribute: {@code otherwise} if it is not there, −1 if it is no number. */
  private long number(String name, long max, long otherwise) {
    for (Attribute.Other attribute : media.all(Attribute.Other.class)) {
      String value = attribute.value();
      if (attribute.name().equals(name)) {
        return value == null ? -1 : Words.number(value, max);
      }
    }
    return otherwise;
  }

  /** The offerer's. */
  Direction direction() {
    Attribute.Flow flow = media.first(Attribute.Flow.class);
    return flow == null ? session.direction() : flow.direction();
  }

  Attribute.@Nullable IceUfrag ufrag() {
    Attribute.IceUfrag own = media.first(Attribute.IceUfrag.class);
    return own == null ? session.ufrag() : own;
  }

  Attribute.@Nullable IcePwd pwd() {
    Attribute.IcePwd own = media.first(Attribute.IcePwd.class);
    return own == null ? session.pwd() : own;
  }

  List<Attribute.Fingerprint> fingerprints() {
    List<Attribute.Fingerprint> own = media.all(Attribute.Fingerprint.class);
    return own.isEmpty() ? session.fingerprints() : own;
  }

  Attribute.@Nullable Setup setup() {
    Attribute.Setup own = media.first(Attribute.Setup.class);
    return own == null ? session.setup() : own;
  }

  OfferedExtensions extensions(Map<Integer, HeaderExtension> bundle) {
    List<Attribute.ExtMap> own = media.all(Attribute.ExtMap.class);
    return new OfferedExtensions(own.isEmpty() ? session.extensions() : own, bundle);
  }

  /** Whether a text can travel as MID or RID: visible ASCII of a length that fits. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** The streams announced by SSRC, those of groups first; none that is in {@code taken}. */
  List<InboundSource> sources(Set<Long> taken) {
    List<InboundSource> sources = new ArrayList<>();
    for (SsrcGroup group : media.all(SsrcGroup.class)) {
      List<Long> ssrcs = group.ssrcs();
      if (group.semantics().equals(SsrcGroup.FID)
          && ssrcs.size() == 2
          && sources.size() < MAX_SOURCES
          && !ssrcs.get(0).equals(ssrcs.get(1))
          && !taken.contains(ssrcs.get(0))
          && !taken.contains(ssrcs.get(1))) {
        taken.addAll(ssrcs);
        sources.add(new InboundSource(ssrcs.get(0), ssrcs.get(1)));
      }
    }
    for (Attribute.Ssrc line : media.all(Attribute.Ssrc.class)) {
      if (sources.size() < MAX_SOURCES && taken.add(line.ssrc())) {
        sources.add(new InboundSource(line.ssrc(), InboundSource.NO_RTX));
      }
    }
    return sources;
  }
}
