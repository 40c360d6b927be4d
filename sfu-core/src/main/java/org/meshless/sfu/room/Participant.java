package org.meshless.sfu.room;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.sfu.dtls.Fingerprint;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.ice.LocalCandidate;

/**
 * A participant's seat in a media room, as signaling sees it: what to put into the answer, and what
 * to do with what was negotiated.
 *
 * <p>Thread-safe: identities are fixed or guarded by this object's monitor, everything else is
 * handed to the media loop.
 */
public final class Participant {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Member member;
  private final IceCredentials ice;
  private final List<LocalCandidate> candidates;
  private final Fingerprint fingerprint;
  private final Runnable onLeft;
  private final String cname = Long.toHexString(RANDOM.nextLong());
  private final Map<Integer, OutboundStream> slots = new HashMap<>();
  private final Set<Long> ssrcs = new HashSet<>();

  /** Made on the loop of {@code member}; {@code onLeft} is run once, there. */
  Participant(
      Member member,
      IceCredentials ice,
      List<LocalCandidate> candidates,
      Fingerprint fingerprint,
      Runnable onLeft) {
    this.member = member;
    this.ice = ice;
    this.candidates = List.copyOf(candidates);
    this.fingerprint = fingerprint;
    this.onLeft = onLeft;
  }

  /** The server's username fragment and password towards this participant. */
  public IceCredentials ice() {
    return ice;
  }

  /** Where the participant's loop can be reached. */
  public List<LocalCandidate> candidates() {
    return candidates;
  }

  /** The server's certificate, as the answer announces it. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The RTCP canonical name of everything the server sends to this participant. */
  public String cname() {
    return cname;
  }

  /**
   * The SSRCs of the slot on an m-line, the same at every call.
   *
   * @param index of the m-line, from 0
   */
  public synchronized OutboundStream slot(int index) {
    return slots.computeIfAbsent(
        index, i -> new OutboundStream(newSsrc(), newSsrc(), cname, "slot-" + i, "track-" + i));
  }

  private long newSsrc() {
    long ssrc;
    do {
      ssrc = RANDOM.nextInt() & 0xffff_ffffL;
    } while (ssrc == 0 || !ssrcs.add(ssrc));
    return ssrc;
  }

  /**
   * Puts a negotiated session into force. Done when the loop has it: send the answer only then, so
   * that the first check finds everything in place. Fails with {@link IllegalArgumentException} if
   * the participant's certificate is not the one it announced before.
   *
   * @param sources what the participant says its tracks are, by MID; a track without an entry is a
   *     camera or a microphone
   */
  public CompletionStage<Void> apply(NegotiatedSession session, Map<String, TrackSource> sources) {
    Map<String, TrackSource> own = Map.copyOf(sources);
    return CompletableFuture.runAsync(() -> member.apply(session, own), member.loop()::execute);
  }

  /** Sends the participant the video that its page shows, and no other. */
  public void show(View view) {
    member.loop().execute(() -> member.show(view));
  }

  /** Ends the participant's media and frees its place. Further calls do nothing. */
  public void leave() {
    member
        .loop()
        .execute(
            () -> {
              if (member.leave()) {
                onLeft.run();
              }
            });
  }
}
