package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.rtp.session.RemoteTransport;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.sfu.dtls.BcDtlsServer;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.ice.StunChecks;
import org.meshless.sfu.net.RecordingPort;
import org.meshless.sfu.net.VirtualLoop;
import org.meshless.sfu.transport.SecureTransports;

/** A participant with a real transport on a loop in virtual time. */
class ParticipantTest {
  private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 50_000);
  private static final BcDtlsServer DTLS = new BcDtlsServer(new SecureRandom(), 2);

  private final VirtualLoop loop = new VirtualLoop();
  private final SecureTransports transports =
      new SecureTransports(DTLS, SrtpProvider.sunJce(), new SecureRandom());
  private final Member member =
      new Member(
          new Room(1, 0).enter(members -> loop.loop()),
          "ann",
          event -> {},
          new SplittableRandom(1));
  private final Participant participant =
      new Participant(
          member, member.open(transports), List.of(), transports.fingerprint(), () -> {});
  private long transaction = 1;

  @Test
  void everySlotHasNumbersOfItsOwn() {
    Set<Long> ssrcs = new HashSet<>();
    for (int i = 0; i < Participant.MAX_SLOTS; i++) {
      OutboundStream slot = participant.slot(5);
      assertTrue(ssrcs.add(slot.ssrc()));
      assertTrue(ssrcs.add(slot.rtxSsrc()));
    }
    assertThrows(IllegalStateException.class, () -> participant.slot(5));
  }

  @Test
  void inARestartBothCredentialsCountUntilANominationUnderTheNew() {
    apply("first");
    IceCredentials before = participant.ice();
    assertTrue(answers(before, "first", true));

    IceCredentials after = await(participant.restartIce());
    apply("second");

    assertNotEquals(before.ufrag(), after.ufrag());
    assertEquals(after, participant.ice());
    assertTrue(answers(before, "first", true));
    assertTrue(answers(after, "second", false));
    assertTrue(answers(before, "first", false));
    assertTrue(answers(after, "second", true));
    assertFalse(answers(before, "first", true));
  }

  @Test
  void aRestartThatIsNotPutIntoForceChangesNothing() {
    apply("first");
    IceCredentials before = participant.ice();

    await(participant.restartIce());
    apply("first");

    assertEquals(before, participant.ice());
    assertTrue(answers(before, "first", true));
  }

  @Test
  void whoHasLeftCannotRestart() {
    participant.leave();
    loop.runTasks();
    CompletionException failure =
        assertThrows(CompletionException.class, () -> await(participant.restartIce()));
    assertTrue(failure.getCause() instanceof IllegalStateException);
  }

  private void apply(String remoteUfrag) {
    RemoteTransport remote =
        new RemoteTransport(
            remoteUfrag,
            "pwd",
            transports.fingerprint().algorithm(),
            transports.fingerprint().hex());
    await(participant.apply(new NegotiatedSession(List.of(), null, remote), Map.of()));
  }

  private <T> T await(CompletionStage<T> stage) {
    loop.runTasks();
    assertTrue(stage.toCompletableFuture().isDone());
    return stage.toCompletableFuture().join();
  }

  private boolean answers(IceCredentials to, String from, boolean useCandidate) {
    loop.receive(0, HOME, StunChecks.check(to, from, useCandidate, transaction++));
    List<RecordingPort.Sent> sent = loop.port().take();
    return sent.size() == 1 && StunChecks.isGenuine(sent.getFirst().bytes(), to.pwd());
  }
}
