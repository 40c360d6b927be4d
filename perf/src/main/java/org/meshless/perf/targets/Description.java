package org.meshless.perf.targets;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.IceCredentials;
import org.meshless.perf.client.Publication;
import org.meshless.perf.client.RemotePeer;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.session.Direction;
import org.meshless.signaling.sdp.Attribute;
import org.meshless.signaling.sdp.AttributeHolder;
import org.meshless.signaling.sdp.MediaDescription;
import org.meshless.signaling.sdp.NetworkAddress;
import org.meshless.signaling.sdp.Origin;
import org.meshless.signaling.sdp.ParseResult;
import org.meshless.signaling.sdp.SessionDescription;

/** Session descriptions as a client writes and reads them. Stateless. */
final class Description {
  private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";
  private static final long HOST_PRIORITY = 2_130_706_431L;
  private static final String APPLICATION = "application";
  static final int VP8 = 96;
  static final int VP8_RTX = 97;
  static final int OPUS = 111;

  private static final Map<HeaderExtension, Integer> EXTENSIONS =
      Map.of(
          HeaderExtension.AUDIO_LEVEL, 1,
          HeaderExtension.ABS_SEND_TIME, 2,
          HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3,
          HeaderExtension.MID, 4,
          HeaderExtension.RID, 5,
          HeaderExtension.REPAIRED_RID, 6);

  private Description() {}

  /**
   * An m-line to offer.
   *
   * @param encodings what is sent on it; empty on one that receives
   */
  record Line(boolean video, List<RemotePeer.Encoding> encodings) {
    Line {
      encodings = List.copyOf(encodings);
    }

    /** One to receive on. */
    static Line receiving(boolean video) {
      return new Line(video, List.of());
    }

    /** One to send on, each stream under new numbers. */
    static Line sending(Publication publication, RandomGenerator random) {
      List<RemotePeer.Encoding> encodings = new ArrayList<>();
      for (Publication.Layer layer : publication.layers()) {
        encodings.add(new RemotePeer.Encoding(layer.rid(), newSsrc(random), newSsrc(random)));
      }
      return new Line(publication.video(), encodings);
    }

    boolean sends() {
      return !encodings.isEmpty();
    }

    boolean isLayered() {
      return encodings.size() > 1;
    }

    private static long newSsrc(RandomGenerator random) {
      return 1 + random.nextLong(0xffff_fffeL);
    }
  }

  /**
   * An offer.
   *
   * @param setup ACTIVE for a server that would otherwise take that part itself: we are no DTLS
   *     server
   */
  static String offer(
      IceCredentials credentials, String fingerprint, Attribute.Setup setup, List<Line> lines) {
    List<MediaDescription> media = new ArrayList<>();
    List<String> mids = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      mids.add(String.valueOf(i));
      media.add(line(lines.get(i), String.valueOf(i), transport(credentials, fingerprint, setup)));
    }
    return description(mids, media);
  }

  static String description(List<String> mids, List<MediaDescription> media) {
    return new SessionDescription(
            new Origin("-", "4611731400430051336", "2", NetworkAddress.of("127.0.0.1")),
            List.of(
                new Attribute.Group(Attribute.Group.BUNDLE, mids),
                Attribute.Flag.EXTMAP_ALLOW_MIXED,
                new Attribute.Other("msid-semantic", " WMS perf")),
            media)
        .write();
  }

  static List<Attribute> transport(
      IceCredentials credentials, String fingerprint, Attribute.Setup setup) {
    return List.of(
        new Attribute.IceUfrag(credentials.ufrag()),
        new Attribute.IcePwd(credentials.pwd()),
        new Attribute.Fingerprint("sha-256", fingerprint),
        setup);
  }

  /** The same, with data channels at the end of its bundle. */
  static String withData(String sdp) {
    SessionDescription description = parse(sdp);
    List<MediaDescription> media = new ArrayList<>(description.media());
    List<String> mids = new ArrayList<>();
    media.forEach(line -> mids.add(String.valueOf(line.mid())));
    mids.add(APPLICATION);
    List<Attribute> attributes = new ArrayList<>();
    MediaDescription first = media.getFirst();
    attributes.addAll(first.all(Attribute.IceUfrag.class));
    attributes.addAll(first.all(Attribute.IcePwd.class));
    attributes.addAll(first.all(Attribute.Fingerprint.class));
    attributes.addAll(first.all(Attribute.Setup.class));
    attributes.add(new Attribute.Mid(APPLICATION));
    attributes.add(new Attribute.Other("sctp-port", "5000"));
    attributes.add(new Attribute.Other("max-message-size", "262168"));
    media.add(
        new MediaDescription(
            APPLICATION,
            9,
            "UDP/DTLS/SCTP",
            List.of("webrtc-datachannel"),
            NetworkAddress.UNSPECIFIED,
            attributes));
    return description(mids, media);
  }

  /** The same, with an address of ours: not every server learns it from our checks. */
  static String withCandidate(String sdp, InetSocketAddress ours) {
    SessionDescription description = parse(sdp);
    Attribute candidate =
        Attribute.Candidate.host(
            "1", HOST_PRIORITY, ours.getAddress().getHostAddress(), ours.getPort());
    List<MediaDescription> media = new ArrayList<>();
    for (MediaDescription line : description.media()) {
      List<Attribute> attributes = new ArrayList<>(line.attributes());
      attributes.add(candidate);
      attributes.add(new Attribute.Other("end-of-candidates", null));
      media.add(
          new MediaDescription(
              line.media(),
              line.port(),
              line.protocol(),
              line.formats(),
              line.connection(),
              attributes));
    }
    return new SessionDescription(description.origin(), description.attributes(), media).write();
  }

  /** Takes everything that was offered, to receive it, as the DTLS client. */
  static String answer(IceCredentials credentials, String fingerprint, SessionDescription offer) {
    List<MediaDescription> media = new ArrayList<>();
    List<String> mids = new ArrayList<>();
    for (MediaDescription offered : offer.media()) {
      List<Attribute> attributes =
          new ArrayList<>(transport(credentials, fingerprint, Attribute.Setup.ACTIVE));
      String mid = String.valueOf(offered.mid());
      mids.add(mid);
      attributes.add(new Attribute.Mid(mid));
      attributes.addAll(offered.all(Attribute.ExtMap.class));
      attributes.add(new Attribute.Flow(Direction.RECVONLY));
      attributes.add(Attribute.Flag.RTCP_MUX);
      attributes.addAll(offered.all(Attribute.RtpMap.class));
      attributes.addAll(offered.all(Attribute.RtcpFeedback.class));
      attributes.addAll(offered.all(Attribute.Fmtp.class));
      media.add(
          new MediaDescription(
              offered.media(),
              9,
              PROTOCOL,
              offered.formats(),
              NetworkAddress.UNSPECIFIED,
              attributes));
    }
    return description(mids, media);
  }

  private static MediaDescription line(Line line, String mid, List<Attribute> transport) {
    List<Attribute> attributes = new ArrayList<>(transport);
    attributes.add(new Attribute.Mid(mid));
    EXTENSIONS.forEach(
        (extension, id) -> {
          if (isFor(line, extension)) {
            attributes.add(new Attribute.ExtMap(id, null, extension.uri(), ""));
          }
        });
    attributes.add(new Attribute.Flow(line.sends() ? Direction.SENDONLY : Direction.RECVONLY));
    if (line.sends()) {
      attributes.add(new Attribute.Msid("perf", "track" + mid));
    }
    attributes.add(Attribute.Flag.RTCP_MUX);
    attributes.add(Attribute.Flag.RTCP_RSIZE);
    codecs(line.video(), attributes);
    if (line.isLayered()) {
      layers(line, attributes);
    } else if (line.sends()) {
      streams(line, attributes);
    }
    return new MediaDescription(
        line.video() ? "video" : "audio",
        9,
        PROTOCOL,
        line.video() ? List.of("" + VP8, "" + VP8_RTX) : List.of("" + OPUS),
        NetworkAddress.UNSPECIFIED,
        attributes);
  }

  private static boolean isFor(Line line, HeaderExtension extension) {
    return switch (extension) {
      case AUDIO_LEVEL -> !line.video();
      case RID, REPAIRED_RID -> line.isLayered();
      default -> true;
    };
  }

  /** Layers are known by their names (RFC 8853 §5), not by their numbers. */
  private static void layers(Line line, List<Attribute> attributes) {
    List<Attribute.Simulcast.Encoding> named = new ArrayList<>();
    for (RemotePeer.Encoding encoding : line.encodings()) {
      attributes.add(new Attribute.Rid(encoding.rid(), Attribute.RidDirection.SEND, ""));
      named.add(Attribute.Simulcast.Encoding.of(encoding.rid()));
    }
    attributes.add(new Attribute.Simulcast(named, List.of()));
  }

  private static void streams(Line line, List<Attribute> attributes) {
    RemotePeer.Encoding only = line.encodings().getFirst();
    if (line.video()) {
      attributes.add(
          new Attribute.SsrcGroup(Attribute.SsrcGroup.FID, List.of(only.ssrc(), only.rtxSsrc())));
    }
    attributes.add(new Attribute.Ssrc(only.ssrc(), "cname", "perf"));
    if (line.video()) {
      attributes.add(new Attribute.Ssrc(only.rtxSsrc(), "cname", "perf"));
    }
  }

  private static void codecs(boolean video, List<Attribute> attributes) {
    if (video) {
      attributes.add(new Attribute.RtpMap(VP8, "VP8", 90_000, 1));
      for (String feedback : List.of("transport-cc", "ccm fir", "nack", "nack pli")) {
        String[] words = feedback.split(" ", 2);
        attributes.add(new Attribute.RtcpFeedback(VP8, words[0], words.length > 1 ? words[1] : ""));
      }
      attributes.add(new Attribute.RtpMap(VP8_RTX, "rtx", 90_000, 1));
      attributes.add(new Attribute.Fmtp(VP8_RTX, "apt=" + VP8));
    } else {
      attributes.add(new Attribute.RtpMap(OPUS, "opus", 48_000, 2));
      attributes.add(new Attribute.RtcpFeedback(OPUS, "transport-cc", ""));
      attributes.add(new Attribute.Fmtp(OPUS, "minptime=10;useinbandfec=1"));
    }
  }

  static SessionDescription parse(String sdp) {
    return switch (SessionDescription.parse(sdp)) {
      case ParseResult.Parsed(SessionDescription description) -> description;
      case ParseResult.Malformed malformed ->
          throw new IllegalArgumentException("the server's SDP: " + malformed.message());
    };
  }

  /**
   * What the server says of itself.
   *
   * @param ours the lines we send on, by their place; null for those of the server's
   */
  static RemotePeer peer(SessionDescription theirs, List<@Nullable Line> ours) {
    MediaDescription first =
        theirs.media().stream()
            .filter(MediaDescription::isLive)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the server took none of the m-lines"));
    Attribute.Fingerprint fingerprint = any(theirs, first, Attribute.Fingerprint.class);
    List<RemotePeer.SendLine> sends = new ArrayList<>();
    List<RemotePeer.ReceiveLine> receives = new ArrayList<>();
    for (int i = 0; i < theirs.media().size(); i++) {
      MediaDescription media = theirs.media().get(i);
      Line line = i < ours.size() ? ours.get(i) : null;
      if (media.isLive() && !media.media().equals(APPLICATION)) {
        add(media, i, line, sends, receives);
      }
    }
    return new RemotePeer(
        any(theirs, first, Attribute.IceUfrag.class).value(),
        any(theirs, first, Attribute.IcePwd.class).value(),
        candidate(first),
        fingerprint.algorithm(),
        fingerprint.value(),
        sends,
        receives);
  }

  private static void add(
      MediaDescription media,
      int index,
      @Nullable Line line,
      List<RemotePeer.SendLine> sends,
      List<RemotePeer.ReceiveLine> receives) {
    String mid = media.mid() == null ? String.valueOf(index) : media.mid();
    boolean video = media.media().equals("video");
    int payloadType = payloadType(media, video ? "VP8" : "opus");
    int rtx = video ? rtxOf(media, payloadType) : -1;
    ExtensionMap extensions = extensions(media);
    if (line != null && line.sends()) {
      sends.add(
          new RemotePeer.SendLine(mid, video, payloadType, rtx, line.encodings(), extensions));
      return;
    }
    long ssrc =
        media.all(Attribute.Ssrc.class).stream()
            .mapToLong(Attribute.Ssrc::ssrc)
            .findFirst()
            .orElse(-1);
    long rtxSsrc = -1;
    for (Attribute.SsrcGroup group : media.all(Attribute.SsrcGroup.class)) {
      if (group.semantics().equals(Attribute.SsrcGroup.FID) && group.ssrcs().size() == 2) {
        ssrc = group.ssrcs().get(0);
        rtxSsrc = group.ssrcs().get(1);
      }
    }
    receives.add(
        new RemotePeer.ReceiveLine(mid, video, payloadType, rtx, ssrc, rtxSsrc, extensions));
  }

  private static <A extends Attribute> A any(
      SessionDescription session, MediaDescription media, Class<A> type) {
    AttributeHolder[] holders = {media, session};
    for (AttributeHolder holder : holders) {
      A attribute = holder.first(type);
      if (attribute != null) {
        return attribute;
      }
    }
    throw new IllegalArgumentException("the server's SDP has no " + type.getSimpleName());
  }

  private static InetSocketAddress candidate(MediaDescription media) {
    return media.all(Attribute.Candidate.class).stream()
        .filter(candidate -> candidate.transport().equalsIgnoreCase("udp"))
        .filter(candidate -> candidate.address().indexOf(':') < 0)
        .max(java.util.Comparator.comparingLong(Attribute.Candidate::priority))
        .map(candidate -> new InetSocketAddress(candidate.address(), candidate.port()))
        .orElseThrow(() -> new IllegalArgumentException("the server has no IPv4 candidate"));
  }

  static int payloadType(MediaDescription media, String encodingName) {
    return media.all(Attribute.RtpMap.class).stream()
        .filter(map -> map.encodingName().equalsIgnoreCase(encodingName))
        .mapToInt(Attribute.RtpMap::payloadType)
        .findFirst()
        .orElse(-1);
  }

  static int rtxOf(MediaDescription media, int payloadType) {
    return media.all(Attribute.Fmtp.class).stream()
        .filter(fmtp -> String.valueOf(payloadType).equals(fmtp.parameters().get("apt")))
        .mapToInt(Attribute.Fmtp::payloadType)
        .findFirst()
        .orElse(-1);
  }

  static ExtensionMap extensions(MediaDescription media) {
    ExtensionMap.Builder builder = ExtensionMap.builder();
    for (Attribute.ExtMap map : media.all(Attribute.ExtMap.class)) {
      HeaderExtension extension = HeaderExtension.ofUri(map.uri());
      if (extension != null && builder.accepts(extension, map.id())) {
        builder.put(extension, map.id());
      }
    }
    return builder.build();
  }
}
