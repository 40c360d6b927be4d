package org.meshless.sfu.ice;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceAgentTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String PEER = "peer";
  private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 50_000);
  private static final InetSocketAddress MOBILE = new InetSocketAddress("198.51.100.7", 4_000);

  private final List<String> said = new ArrayList<>();
  private final List<byte[]> responses = new ArrayList<>();
  private final IceCredentials ours = new IceCredentials("AAours123", "ourpasswordourpassword24");
  private final IceAgent agent = new IceAgent(0, ours, new Recorder());
  private long transaction = 1;
  private @Nullable InetSocketAddress taken;

  @BeforeEach
  void thePeerIsKnown() {
    agent.remoteUfrag(PEER);
  }

  @Test
  void aGenuineCheckIsAnsweredWithTheAddressItCameFrom() {
    assertEquals(CheckVerdict.ANSWERED, check(0, HOME, false));
    byte[] response = responses.getFirst();
    assertEquals(HOME, StunChecks.mappedAddress(response));
    assertTrue(StunChecks.isGenuine(response, ours.pwd()));
    assertEquals(1, StunChecks.transaction(response));
  }

  @Test
  void anIpv6AddressIsMappedToo() {
    InetSocketAddress ipv6 = new InetSocketAddress("2001:db8::7", 40_000);
    check(0, ipv6, false);
    assertEquals(ipv6, StunChecks.mappedAddress(responses.getFirst()));
  }

  @Test
  void aCheckMakesAPathAndNominationSelectsIt() {
    check(0, HOME, false);
    assertFalse(agent.hasSelected());
    check(1, HOME, true);
    assertTrue(agent.hasSelected());
    assertEquals(List.of("added 192.0.2.1", "selected 192.0.2.1"), said);
  }

  @Test
  void beforeANominationTheNewestPathIsUsed() {
    assertNull(agent.path());
    check(0, HOME, false);
    check(0, MOBILE, false);
    assertEquals(MOBILE, requireNonNull(agent.path()).remote());
  }

  @Test
  void theLatestNominationSelectsWhateverTheOneBefore() {
    check(0, HOME, true);
    check(1, MOBILE, true);
    assertEquals(MOBILE, requireNonNull(agent.path()).remote());
    check(2, HOME, true);
    assertEquals(HOME, requireNonNull(agent.path()).remote());
  }

  @Test
  void aCheckWithoutNominationDoesNotMoveThePath() {
    check(0, HOME, true);
    check(1, MOBILE, false);
    assertEquals(HOME, requireNonNull(agent.path()).remote());
  }

  @Test
  void oneRemoteOnTwoSocketsIsTwoPaths() {
    byte[] first = StunChecks.check(ours, PEER, true, 1);
    byte[] second = StunChecks.check(ours, PEER, true, 2);
    agent.onCheck(0, 0, HOME, wrap(first));
    agent.onCheck(0, 1, HOME, wrap(second));
    assertEquals(1, requireNonNull(agent.path()).socket());
    assertEquals(4, said.size());
  }

  @Test
  void aWrongPasswordGetsNoAnswer() {
    IceCredentials guessed = new IceCredentials(ours.ufrag(), "guessedpasswordguessed24");
    byte[] check = StunChecks.check(guessed, PEER, true, 1);
    assertEquals(CheckVerdict.NOT_GENUINE, agent.onCheck(0, 0, HOME, wrap(check)));
    assertTrue(responses.isEmpty());
    assertTrue(said.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pee", "peers", "Peer", "p"})
  void theCheckOfAnotherPeerGetsNoAnswer(String other) {
    byte[] check = StunChecks.check(ours, other, true, 1);
    assertEquals(CheckVerdict.NOT_GENUINE, agent.onCheck(0, 0, HOME, wrap(check)));
    assertTrue(responses.isEmpty());
  }

  @Test
  void nobodyIsAnsweredBeforeThePeerIsKnown() {
    IceAgent fresh = new IceAgent(0, ours, new Recorder());
    byte[] check = StunChecks.check(ours, PEER, true, 1);
    assertEquals(CheckVerdict.NOT_GENUINE, fresh.onCheck(0, 0, HOME, wrap(check)));
  }

  @Test
  void aCheckReplayedFromElsewhereDoesNotMoveThePath() {
    byte[] check = StunChecks.check(ours, PEER, true, 1);
    agent.onCheck(0, 0, HOME, wrap(check));
    assertEquals(CheckVerdict.REPLAYED, agent.onCheck(1, 0, MOBILE, wrap(check)));
    assertEquals(CheckVerdict.REPLAYED, agent.onCheck(1, 1, HOME, wrap(check)));
    assertEquals(HOME, requireNonNull(agent.path()).remote());
    assertEquals(1, responses.size());
  }

  /** As Firefox does when an answer is late. */
  @Test
  void aCheckRepeatedOnItsOwnPathIsAnsweredAgain() {
    byte[] check = StunChecks.check(ours, PEER, true, 1);
    agent.onCheck(0, 0, HOME, wrap(check));
    assertEquals(CheckVerdict.ANSWERED, agent.onCheck(1, 0, HOME, wrap(check)));
    assertEquals(2, responses.size());
  }

  @Test
  void overAPathThatIsSomebodyElsesNothingIsAnswered() {
    check(0, HOME, true);
    taken = MOBILE;
    assertEquals(CheckVerdict.PATH_TAKEN, check(1, MOBILE, true));
    assertEquals(HOME, requireNonNull(agent.path()).remote());
    assertEquals(1, responses.size());
  }

  @Test
  void aGenuinePacketDelaysSilenceButNotTheLossOfConsent() {
    check(0, HOME, true);
    said.clear();
    for (int second = 1; second < 29; second++) {
      agent.onHeard(second * SECOND);
      runTo(second * SECOND);
    }
    assertEquals(List.of(), said);
    runTo(30 * SECOND);
    assertEquals(List.of("removed 192.0.2.1", "lost"), said);
  }

  @Test
  void aGenuinePacketEndsTheSilence() {
    check(0, HOME, true);
    runTo(15 * SECOND);
    said.clear();
    agent.onHeard(15 * SECOND);
    agent.onHeard(15 * SECOND + 1);
    assertEquals(List.of("alive"), said);
  }

  @Test
  void whatMustBeUnderstoodAndIsNotIsRefused() {
    byte[] check = StunChecks.checkWith(ours, PEER, 0x7ABC, new byte[4]);
    assertEquals(CheckVerdict.MALFORMED, agent.onCheck(0, 0, HOME, wrap(check)));
    assertEquals(420, StunChecks.errorCode(responses.getFirst()));
    assertTrue(StunChecks.isGenuine(responses.getFirst(), ours.pwd()));
    assertFalse(agent.hasSelected());
  }

  @Test
  void silenceIsNoticedAfterTenSecondsAndConsentIsGoneAfterThirty() {
    check(0, HOME, true);
    said.clear();
    runTo(10 * SECOND - 1);
    assertEquals(List.of(), said);
    runTo(10 * SECOND);
    assertEquals(List.of("silent"), said);
    runTo(30 * SECOND - 1);
    assertEquals(List.of("silent"), said);
    runTo(30 * SECOND);
    assertEquals(List.of("silent", "removed 192.0.2.1", "lost"), said);
    assertNull(agent.path());
  }

  @Test
  void aCheckEndsTheSilence() {
    check(0, HOME, true);
    runTo(15 * SECOND);
    said.clear();
    check(15 * SECOND, HOME, false);
    assertEquals(List.of("alive"), said);
    runTo(25 * SECOND);
    assertEquals(List.of("alive", "silent"), said);
  }

  @Test
  void nothingIsAnsweredOnceConsentIsGone() {
    runTo(30 * SECOND);
    assertEquals(CheckVerdict.NOT_GENUINE, check(31 * SECOND, HOME, true));
    assertEquals(Long.MAX_VALUE, agent.nextDeadlineNs());
  }

  @Test
  void aSelectedPathGrownOldMakesWayForTheFreshest() {
    check(0, HOME, true);
    for (int second = 1; second <= 30; second++) {
      check(second * SECOND, MOBILE, false);
      runTo(second * SECOND);
    }
    assertEquals(MOBILE, requireNonNull(agent.path()).remote());
    assertTrue(said.contains("removed 192.0.2.1"));
    assertFalse(said.contains("silent"));
  }

  @Test
  void pathsAreBoundedAndTheSelectedOneStays() {
    check(0, HOME, true);
    for (int i = 0; i < 1000; i++) {
      check(i, new InetSocketAddress("198.51.100.7", 1_000 + i), false);
    }
    long added = said.stream().filter(what -> what.startsWith("added")).count();
    long removed = said.stream().filter(what -> what.startsWith("removed")).count();
    assertEquals(8, added - removed);
    assertEquals(HOME, requireNonNull(agent.path()).remote());
    assertFalse(said.contains("removed 192.0.2.1"));
  }

  @Test
  void inARestartBothCredentialsCountUntilTheFirstNominationUnderTheNew() {
    check(0, HOME, true);
    IceCredentials renewed = new IceCredentials("AAnew4567", "newpasswordnewpassword24");
    agent.restart(renewed);
    agent.remoteUfrag("peer2");
    assertEquals(CheckVerdict.ANSWERED, check(1, HOME, true));
    assertEquals(CheckVerdict.ANSWERED, checkAs(renewed, "peer2", 2, MOBILE, false));
    assertEquals(CheckVerdict.ANSWERED, check(3, HOME, true));
    assertFalse(said.contains("expired AAours123"));
    assertEquals(CheckVerdict.ANSWERED, checkAs(renewed, "peer2", 4, MOBILE, true));
    assertTrue(said.contains("expired AAours123"));
    assertEquals(CheckVerdict.NOT_GENUINE, check(5, HOME, true));
    assertEquals(MOBILE, requireNonNull(agent.path()).remote());
  }

  @Test
  void aSecondRestartReplacesTheUnfinishedFirst() {
    check(0, HOME, true);
    agent.restart(new IceCredentials("AAnever", "neverpasswordnever"));
    IceCredentials third = new IceCredentials("AAthird", "thirdpasswordthird");
    agent.restart(third);
    agent.remoteUfrag("peer3");
    assertTrue(said.contains("expired AAnever"));
    assertEquals(CheckVerdict.ANSWERED, check(1, HOME, true));
    assertEquals(CheckVerdict.ANSWERED, checkAs(third, "peer3", 2, HOME, true));
    assertEquals(CheckVerdict.NOT_GENUINE, check(3, HOME, true));
  }

  @Test
  void closingGivesUpPathsAndUfrags() {
    check(0, HOME, true);
    agent.restart(new IceCredentials("AAsecond", "secondpasswordsecond"));
    said.clear();
    agent.close();
    assertEquals(List.of("removed 192.0.2.1", "expired AAours123", "expired AAsecond"), said);
    assertNull(agent.path());
  }

  @Test
  void credentialsAreLongEnoughRandomAndTellTheLoop() {
    SecureRandom random = new SecureRandom();
    IceCredentials one = IceCredentials.create(65, random);
    IceCredentials two = IceCredentials.create(65, random);
    assertTrue(one.ufrag().startsWith("BB"));
    assertEquals(10, one.ufrag().length());
    assertEquals(24, one.pwd().length());
    assertNotEquals(one.ufrag(), two.ufrag());
    assertNotEquals(one.pwd(), two.pwd());
    assertFalse(one.toString().contains(one.pwd()));
  }

  private CheckVerdict check(long nowNs, InetSocketAddress from, boolean useCandidate) {
    return checkAs(ours, PEER, nowNs, from, useCandidate);
  }

  private CheckVerdict checkAs(
      IceCredentials to, String peer, long nowNs, InetSocketAddress from, boolean useCandidate) {
    byte[] check = StunChecks.check(to, peer, useCandidate, transaction++);
    return agent.onCheck(nowNs, 0, from, wrap(check));
  }

  private void runTo(long nowNs) {
    while (agent.nextDeadlineNs() <= nowNs) {
      agent.onTimeout(agent.nextDeadlineNs());
    }
  }

  private static BindingRequest wrap(byte[] message) {
    BindingRequest request = new BindingRequest();
    assertTrue(request.wrap(message, message.length));
    return request;
  }

  private final class Recorder implements IceAgent.Output {
    @Override
    public void sendResponse(int socket, InetSocketAddress remote, byte[] response) {
      responses.add(response);
    }

    @Override
    public boolean claim(IcePath path) {
      if (path.remote().equals(taken)) {
        return false;
      }
      said.add("added " + path.remote().getAddress().getHostAddress());
      return true;
    }

    @Override
    public void onPathRemoved(IcePath path) {
      said.add("removed " + path.remote().getAddress().getHostAddress());
    }

    @Override
    public void onPathSelected(long nowNs, IcePath path) {
      said.add("selected " + path.remote().getAddress().getHostAddress());
    }

    @Override
    public void onUfragExpired(String ufrag) {
      said.add("expired " + ufrag);
    }

    @Override
    public void onSilent(long nowNs) {
      said.add("silent");
    }

    @Override
    public void onAlive(long nowNs) {
      said.add("alive");
    }

    @Override
    public void onConsentLost(long nowNs) {
      said.add("lost");
    }
  }
}
