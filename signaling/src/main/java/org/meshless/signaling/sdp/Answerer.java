package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.DataSection;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.rtp.session.RemoteTransport;
import org.meshless.signaling.sdp.AnswerResult.Answered;
import org.meshless.signaling.sdp.AnswerResult.Rejected;

/**
 * Answers offers (RFC 8829 §5.3) as a forwarding server does: ICE-lite, DTLS passive, one bundled
 * transport, all media one-way. What a client offers {@code sendonly} or {@code sendrecv} it
 * publishes, and the answer is {@code recvonly}; what it offers {@code recvonly} is a slot,
 * answered {@code sendonly} with an identity of its own while nothing is sent there yet.
 *
 * <p>An offer that breaks a rule everything rests on is rejected as a whole; an m-line the server
 * has no use for is rejected alone, with port 0. Pure: the same offer with the same parameters has
 * the same answer.
 */
public final class Answerer {
  private Answerer() {}

  /** Answers any text; never throws. */
  public static AnswerResult answer(String offer, AnswerParameters parameters) {
    return switch (SessionDescription.parse(offer)) {
      case ParseResult.Parsed(SessionDescription description) -> answer(description, parameters);
      case ParseResult.Malformed(int line, String message) -> Rejected.badSdp(message);
    };
  }

  /** Answers any description; never throws. */
  public static AnswerResult answer(SessionDescription description, AnswerParameters parameters) {
    Offer offer = new Offer(description);
    Answered previous = parameters.previous();
    String fault = offer.fault();
    if (fault == null && previous != null) {
      fault = Continuity.fault(offer, previous.answer());
    }
    if (fault != null) {
      return Rejected.badSdp(fault);
    }
    SectionAnswerer answerer = new SectionAnswerer(offer, parameters);
    List<AnsweredSection> sections = answerer.answer();
    List<OfferedSection> accepted =
        offer.bundled().stream()
            .filter(section -> sections.get(section.index()).isAccepted())
            .toList();
    List<OfferedSection> speakers = accepted.isEmpty() ? offer.bundled() : accepted;
    RemoteTransport transport;
    if (speakers.isEmpty() && previous != null) {
      // All is stopped and nothing is said of the transport: it stays.
      transport = previous.session().transport();
    } else {
      OfferedTransport offered = OfferedTransport.of(speakers);
      fault = offered.fault();
      if (fault == null && previous != null) {
        fault = Continuity.fault(offered.remote(), previous.session().transport());
      }
      if (fault != null) {
        return Rejected.badSdp(fault);
      }
      transport = offered.remote();
    }
    return new Answered(
        describe(sections, accepted, offer, parameters),
        new NegotiatedSession(negotiated(sections), data(sections), transport),
        answerer.slots());
  }

  private static SessionDescription describe(
      List<AnsweredSection> sections,
      List<OfferedSection> accepted,
      Offer offer,
      AnswerParameters parameters) {
    int tagged = accepted.isEmpty() ? -1 : accepted.getFirst().index();
    return new SessionDescription(
        origin(parameters),
        attributes(accepted, offer, parameters),
        sections.stream()
            .map(
                section ->
                    section.describe(parameters.candidates(), section.offered().index() == tagged))
            .toList());
  }

  private static List<MediaSection> negotiated(List<AnsweredSection> sections) {
    List<MediaSection> negotiated = new ArrayList<>();
    for (AnsweredSection section : sections) {
      MediaSection mediaSection = section.negotiated();
      if (mediaSection != null) {
        negotiated.add(mediaSection);
      }
    }
    return negotiated;
  }

  private static @Nullable DataSection data(List<AnsweredSection> sections) {
    for (AnsweredSection section : sections) {
      if (section.data() != null) {
        return section.data();
      }
    }
    return null;
  }

  private static Origin origin(AnswerParameters parameters) {
    Answered previous = parameters.previous();
    long version =
        previous == null
            ? 1
            : 1 + Words.number(previous.answer().origin().sessionVersion(), Integer.MAX_VALUE);
    return new Origin(
        "-",
        String.valueOf(parameters.sessionId()),
        String.valueOf(version),
        NetworkAddress.UNSPECIFIED);
  }

  /** The transport is described once, for the session: every m-line inherits it. */
  private static List<Attribute> attributes(
      List<OfferedSection> accepted, Offer offer, AnswerParameters parameters) {
    List<Attribute> attributes = new ArrayList<>();
    if (!accepted.isEmpty()) {
      attributes.add(
          new Attribute.Group(
              Attribute.Group.BUNDLE,
              accepted.stream().map(section -> Objects.requireNonNull(section.mid())).toList()));
    }
    attributes.add(Attribute.Flag.ICE_LITE);
    if (offer.allowsMixedExtensions()) {
      attributes.add(Attribute.Flag.EXTMAP_ALLOW_MIXED);
    }
    attributes.add(new Attribute.IceUfrag(parameters.iceUfrag()));
    attributes.add(new Attribute.IcePwd(parameters.icePwd()));
    attributes.add(parameters.fingerprint());
    attributes.add(Attribute.Setup.PASSIVE);
    return attributes;
  }

  /**
   * Whether an offer restarts ICE (RFC 8839 §4.4.1.1.1): its answer then needs a user name fragment
   * and a password that are new, too.
   */
  public static boolean restartsIce(SessionDescription description, Answered previous) {
    Set<@Nullable String> mids = new HashSet<>();
    for (MediaSection section : previous.session().sections()) {
      mids.add(section.mid());
    }
    DataSection data = previous.session().data();
    if (data != null) {
      mids.add(data.mid());
    }
    List<OfferedSection> bundled = new Offer(description).bundled();
    List<OfferedSection> continued =
        bundled.stream().filter(section -> mids.contains(section.mid())).toList();
    OfferedTransport offered = OfferedTransport.of(continued.isEmpty() ? bundled : continued);
    RemoteTransport before = previous.session().transport();
    return offered.fault() == null
        && !(before.iceUfrag().equals(offered.ufrag()) && before.icePwd().equals(offered.pwd()));
  }
}
