package org.meshless.perf.client;

import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client's half of ICE towards a lite server: it checks one pair of addresses until that answers,
 * and then for consent (RFC 7675). Confined to its loop, {@link #credentials} apart.
 */
final class ControllingAgent {
  private static final long CHECK_EVERY_NS = 50_000_000;
  private static final long CONSENT_EVERY_NS = 3_000_000_000L;

  /** Where checks go. */
  interface Output {
    void send(byte[] bytes, int length);

    /** The first check has been answered. */
    void onNominated();
  }

  private final ClientLoop loop;
  private final RandomGenerator random;
  private final Output output;
  private final long tieBreaker;
  private volatile IceCredentials credentials;
  private CompletableFuture<Long> nominated = CompletableFuture.completedFuture(0L);
  private @Nullable RemotePeer peer;
  private @Nullable ConnectivityCheck check;
  private boolean checked;
  private long nextCheckNs;

  ControllingAgent(ClientLoop loop, RandomGenerator random, Output output) {
    this.loop = loop;
    this.random = random;
    this.output = output;
    this.credentials = IceCredentials.random(random);
    this.tieBreaker = random.nextLong();
  }

  /** What the next offer has to tell. */
  IceCredentials credentials() {
    return credentials;
  }

  void begin(RemotePeer remote) {
    peer = remote;
    check = new ConnectivityCheck(credentials.ufrag(), remote.ufrag(), remote.pwd(), tieBreaker);
    begin();
  }

  /** Checks anew, from another address. */
  void begin() {
    checked = false;
    sendCheck(loop.clockNs());
  }

  /** Goes on under new credentials; {@code succeeded} is told when a check under them did. */
  void restart(IceCredentials ours, RemotePeer remote, CompletableFuture<Long> succeeded) {
    credentials = ours;
    nominated = succeeded;
    begin(remote);
  }

  void onTick(long nowNs) {
    if (nowNs >= nextCheckNs) {
      sendCheck(nowNs);
    }
  }

  private void sendCheck(long nowNs) {
    if (check != null) {
      int length = check.write(random.nextLong());
      output.send(check.bytes(), length);
      nextCheckNs = nowNs + (checked ? CONSENT_EVERY_NS : CHECK_EVERY_NS);
    }
  }

  /** A check of the server's, or an answer of its. */
  void onStun(byte[] b, int length) {
    byte[] answer =
        peer == null ? null : new CheckAnswer(credentials.pwd()).to(b, length, peer.address());
    if (answer != null) {
      output.send(answer, answer.length);
    } else if (check != null && check.isSuccess(b, length) && !checked) {
      checked = true;
      nextCheckNs = loop.clockNs() + CONSENT_EVERY_NS;
      nominated.complete(loop.clockNs());
      output.onNominated();
    }
  }
}
