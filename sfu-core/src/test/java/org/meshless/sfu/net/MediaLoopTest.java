package org.meshless.sfu.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meshless.sfu.ice.BindingRequest;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.ice.StunChecks;

class MediaLoopTest {
  private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 5_000);
  private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 5_000);
  private static final IceCredentials CREDENTIALS = new IceCredentials("AAufrag", "password");

  private final VirtualLoop virtual = new VirtualLoop();
  private final MediaLoop loop = virtual.loop();
  private final List<String> said = new ArrayList<>();

  @Test
  void packetsOfAValidatedPathGoToItsEndpoint() {
    loop.addPath(0, ANN, new Endpoint("ann"));
    virtual.receive(0, ANN, List.of(packet(128, 96), packet(128, 200), packet(22, 254)));
    assertEquals(List.of("ann rtp", "ann rtcp", "ann dtls"), said);
  }

  @Test
  void aPathIsItsSocketAndItsRemote() {
    loop.addPath(0, ANN, new Endpoint("ann"));
    virtual.receive(1, ANN, packet(128, 96));
    virtual.receive(0, BOB, packet(128, 96));
    assertEquals(List.of(), said);
    assertEquals(2, virtual.count(LoopCounter.DROPPED_UNKNOWN_PATH));
  }

  @Test
  void checksGoToTheOwnerOfTheUfrag() {
    loop.addUfrag("AAufrag", new Endpoint("ann"));
    virtual.receive(0, BOB, StunChecks.check(CREDENTIALS, "peer", true, 1));
    assertEquals(List.of("ann check"), said);
    loop.removeUfrag("AAufrag");
    virtual.receive(0, BOB, StunChecks.check(CREDENTIALS, "peer", true, 2));
    assertEquals(1, virtual.count(LoopCounter.DROPPED_STUN_UNKNOWN_USER));
  }

  @Test
  void aUfragCannotBeTakenTwice() {
    loop.addUfrag("AAufrag", new Endpoint("ann"));
    Endpoint bob = new Endpoint("bob");
    assertThrows(IllegalStateException.class, () -> loop.addUfrag("AAufrag", bob));
  }

  @Test
  void aPathStaysWithItsOwnerUntilHeGivesItUp() {
    Endpoint ann = new Endpoint("ann");
    Endpoint bob = new Endpoint("bob");
    assertTrue(loop.addPath(0, ANN, ann));
    assertTrue(loop.addPath(0, ANN, ann));
    assertFalse(loop.addPath(0, ANN, bob));
    loop.removePath(0, ANN, bob);
    virtual.receive(0, ANN, packet(128, 96));
    loop.removePath(0, ANN, ann);
    assertTrue(loop.addPath(0, ANN, bob));
    virtual.receive(0, ANN, packet(128, 96));
    assertEquals(List.of("ann rtp", "bob rtp"), said);
  }

  @Test
  void aSourceBeyondItsStunRateIsNotEvenRead() {
    loop.addUfrag("AAufrag", new Endpoint("ann"));
    byte[] check = StunChecks.check(CREDENTIALS, "peer", true, 1);
    for (int i = 0; i < 5_000; i++) {
      virtual.receive(0, BOB, check);
    }
    assertEquals(4_000, said.size());
    assertEquals(1_000, virtual.count(LoopCounter.DROPPED_STUN_RATE));
    virtual.receive(0, ANN, check);
    assertEquals(4_001, said.size());
  }

  @Test
  void randomDatagramsFromStrangersAreCountedAndUnanswered() {
    Random random = new Random(1);
    loop.addUfrag("AAufrag", new Endpoint("ann"));
    for (int i = 0; i < 3_000; i++) {
      byte[] datagram = new byte[random.nextInt(1_500)];
      random.nextBytes(datagram);
      virtual.receive(0, BOB, datagram);
    }
    assertEquals(List.of(), said);
    assertEquals(
        3_000,
        virtual.count(LoopCounter.DROPPED_UNKNOWN_KIND)
            + virtual.count(LoopCounter.DROPPED_UNKNOWN_PATH)
            + virtual.count(LoopCounter.DROPPED_STUN_MALFORMED));
    assertEquals(List.of(), virtual.port().take());
  }

  @Test
  void aTurnEndsAfterEverythingIsHandedOutAndBeforeTheFlush() {
    Task room = new Task("room");
    loop.addPath(
        0,
        ANN,
        new Endpoint("ann") {
          @Override
          public void onSrtp(long nowNs, byte[] bytes, int length) {
            super.onSrtp(nowNs, bytes, length);
            if (said.size() == 1) {
              loop.atTurnEnd(room);
            }
          }
        });
    virtual.receive(0, ANN, List.of(packet(128, 96), packet(128, 96)));
    assertEquals(List.of("ann rtp", "ann rtp", "room turn end"), said);
    assertEquals("room", text(virtual.port().take().getFirst()));
    assertEquals(1, virtual.port().flushes());
    virtual.receive(0, ANN, packet(128, 96));
    assertEquals(4, said.size());
  }

  @Test
  void anEndpointThatThrowsIsClosedAndTheOthersGoOn() {
    loop.addPath(0, ANN, new Endpoint("bad"));
    loop.addPath(0, BOB, new Endpoint("bob"));
    virtual.receive(0, ANN, packet(128, 96));
    virtual.receive(0, BOB, packet(128, 96));
    assertEquals(List.of("bad closed", "bob rtp"), said);
    assertEquals(1, virtual.count(LoopCounter.HANDLER_FAILURES));
  }

  @Test
  void aTaskThatThrowsIsClosedAndTheOthersGoOn() {
    virtual.run(
        () -> {
          loop.atTurnEnd(new Task("bad"));
          loop.atTurnEnd(new Task("room"));
        });
    assertEquals(List.of("bad closed", "room turn end"), said);
    assertEquals(1, virtual.count(LoopCounter.HANDLER_FAILURES));
  }

  @Test
  void aTimerThatThrowsClosesItsTaskAndTheOthersGoOn() {
    loop.newTimer(new Task("bad")).set(10);
    loop.newTimer(new Task("room")).set(10);
    virtual.advanceTo(10);
    assertTrue(said.containsAll(List.of("bad closed", "room timeout")));
  }

  @Test
  void workThatThrowsClosesItsOwnerAndTheOthersGoOn() {
    loop.execute(
        new Task("owner"),
        () -> {
          throw new IllegalStateException("planted");
        });
    loop.execute(() -> said.add("next"));
    virtual.runTasks();
    assertEquals(List.of("owner closed", "next"), said);
  }

  @Test
  void aTaskAtTheTurnEndMayAskForAnotherOne() {
    Task second = new Task("second");
    virtual.run(
        () ->
            loop.atTurnEnd(
                new Task("first") {
                  @Override
                  public void onTurnEnd(long nowNs) {
                    super.onTurnEnd(nowNs);
                    loop.atTurnEnd(second);
                  }
                }));
    assertEquals(List.of("first turn end", "second turn end"), said);
  }

  @Test
  void deadlinesComeUpInVirtualTime() {
    LoopTimer timer = loop.newTimer(new Task("room"));
    timer.set(1_000);
    assertEquals(1_000, loop.nextDeadlineNs());
    virtual.advanceTo(999);
    assertEquals(List.of(), said);
    virtual.advanceTo(1_000);
    assertEquals(List.of("room timeout"), said);
  }

  @Test
  void ntpTimeCountsSecondsSince1900() {
    long ntp = loop.ntpAt(1_500_000_000L);
    assertEquals(2_208_988_801L, ntp >>> 32);
    assertEquals(0x8000_0000L, ntp & 0xffff_ffffL);
  }

  @Test
  void countersAreRead() {
    virtual.receive(0, ANN, packet(128, 96));
    Map<LoopCounter, Long> snapshot = loop.counters().snapshot();
    assertEquals(1, snapshot.get(LoopCounter.RECEIVED_DATAGRAMS));
    assertEquals(100, snapshot.get(LoopCounter.RECEIVED_BYTES));
    assertEquals(0, snapshot.get(LoopCounter.SENT_DATAGRAMS));
  }

  private static byte[] packet(int first, int second) {
    byte[] packet = new byte[100];
    packet[0] = (byte) first;
    packet[1] = (byte) second;
    return packet;
  }

  private static String text(RecordingPort.Sent sent) {
    return new String(sent.bytes(), UTF_8);
  }

  private class Endpoint implements LoopEndpoint {
    private final String name;

    Endpoint(String name) {
      this.name = name;
    }

    private void say(String what) {
      if (name.equals("bad")) {
        throw new IllegalStateException("planted");
      }
      said.add(name + " " + what);
    }

    @Override
    public void onCheck(long nowNs, int socket, InetSocketAddress remote, BindingRequest request) {
      say("check");
    }

    @Override
    public void onDtls(long nowNs, int socket, InetSocketAddress remote, byte[] bytes, int length) {
      say("dtls");
    }

    @Override
    public void onSrtp(long nowNs, byte[] bytes, int length) {
      say("rtp");
    }

    @Override
    public void onSrtcp(long nowNs, byte[] bytes, int length) {
      say("rtcp");
    }

    @Override
    public void onFailure(long nowNs, RuntimeException failure) {
      said.add(name + " closed");
    }
  }

  private class Task implements LoopTask {
    private final String name;

    Task(String name) {
      this.name = name;
    }

    private void say(String what) {
      if (name.equals("bad")) {
        throw new IllegalStateException("planted");
      }
      said.add(name + " " + what);
    }

    @Override
    public void onTurnEnd(long nowNs) {
      say("turn end");
      byte[] bytes = name.getBytes(UTF_8);
      loop.port().send(0, ANN, bytes, 0, bytes.length);
    }

    @Override
    public void onTimeout(long nowNs) {
      say("timeout");
    }

    @Override
    public void onFailure(long nowNs, RuntimeException failure) {
      said.add(name + " closed");
    }
  }
}
