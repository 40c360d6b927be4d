package org.meshless.sfu.room;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.rtp.srtp.SrtpSender;
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

  /** Each slot takes two SSRCs of a key, which never forgets one. */
  static final int MAX_SLOTS = SrtpSender.MAX_STREAMS / 2;

  private final Member member;
  private final List<LocalCandidate> candidates;
  private final Fingerprint fingerprint;
  private final Runnable onLeft;
  private final String cname = Long.toHexString(RANDOM.nextLong());
  private final Set<Long> ssrcs = new HashSet<>();
  private IceCredentials ice;

  /** Drawn for a restart whose offer is not in force yet. */
  private @Nullable IceCredentials restarted;

  private @Nullable String remoteUfrag;

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

  /**
   * The server's username fragment and password towards this participant, for every answer but one
   * to an offer that restarts ICE.
   */
  public synchronized IceCredentials ice() {
    return ice;
  }

  /**
   * Draws new credentials of the server's, for the answer to an offer that restarts ICE (RFC 8445
   * §9). They become {@link #ice} once that offer is put into force by {@link #apply}. Both they
   * and the old ones are valid until the first nomination under the new ones, and media stays on
   * the old path until then; an offer that is refused after all has changed nothing.
   *
   * <p>Fails with {@link IllegalStateException} when the participant's media has ended.
   */
  public CompletionStage<IceCredentials> restartIce() {
    return CompletableFuture.supplyAsync(this::restart, member.loop()::execute);
  }

  private IceCredentials restart() {
    IceCredentials drawn = member.restartIce();
    synchronized (this) {
      restarted = drawn;
    }
    return drawn;
  }

  /** A remote username fragment other than before is what tells a restart (RFC 8839 §5.4). */
  private synchronized void inForce(String remoteUfrag) {
    if (restarted != null && !remoteUfrag.equals(this.remoteUfrag)) {
      ice = restarted;
      restarted = null;
    }
    this.remoteUfrag = remoteUfrag;
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
   * SSRCs for a slot that comes to be on an m-line, others at every call: who was told of a stopped
   * slot's still takes them for that slot's.
   *
   * @param index of the m-line, from 0
   * @throws IllegalStateException after {@link #MAX_SLOTS} slots
   */
  public synchronized OutboundStream slot(int index) {
    if (ssrcs.size() + 2 > 2 * MAX_SLOTS) {
      throw new IllegalStateException("more than " + MAX_SLOTS + " slots, one after the other");
    }
    return new OutboundStream(newSsrc(), newSsrc(), cname, "slot-" + index, "track-" + index);
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
    return CompletableFuture.runAsync(
        () -> {
          member.apply(session, own);
          inForce(session.transport().iceUfrag());
        },
        member.loop()::execute);
  }

  /** Sends the participant the video that its page shows, and no other. */
  public void show(View view) {
    member.loop().execute(() -> member.show(view));
  }

  /**
   * The participant's page no longer shows what this slot carried before.
   *
   * @param generation of {@link RoomEvent.SlotAssigned}
   */
  public void covered(String mid, int generation) {
    member.loop().execute(() -> member.subscriptions().covered(mid, generation));
  }

  /** Explains what the participant is sent. */
  public CompletionStage<Explanation> explain() {
    return CompletableFuture.supplyAsync(member::explain, member.loop()::execute);
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
