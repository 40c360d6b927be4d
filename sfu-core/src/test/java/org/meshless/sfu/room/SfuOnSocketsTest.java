package org.meshless.sfu.room;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.slot;
import static org.meshless.sfu.room.RoomStage.vp8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.ice.LocalCandidate;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopCounters;

/** A whole server on real sockets and real threads: one room on two loops. */
class SfuOnSocketsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void peopleOfOneRoomOnTwoLoopsSeeEachOther(String loopback) throws Exception {
    InetAddress address = InetAddress.getByName(loopback);
    List<ListenAddress> addresses = ListenAddress.of(List.of(address), List.of());
    try (Sfu sfu = Sfu.start(addresses, 0, 2, 1);
        SocketPeer ann = new SocketPeer(address);
        SocketPeer ben = new SocketPeer(address)) {
      MediaSection camera = published("0", CHROMIUM_VIDEO, new InboundSource(100, 101));
      MediaSection tile = slot("5", CHROMIUM_VIDEO, ids(3, 2));
      Participant seatOfAnn = connect(sfu, "ann", ann, camera);
      Participant seatOfBen = connect(sfu, "ben", ben, tile);
      assertNotEquals(port(seatOfAnn), port(seatOfBen));

      byte[] received = null;
      for (int i = 0; i < 200 && received == null; i++) { // ten seconds
        ann.send(vp8(100, i, 3_000L * i, i, true, 42));
        received = ben.receive(50);
      }

      byte[] packet = requireNonNull(received, "nothing came over");
      long ssrc = requireNonNull(tile.outbound()).ssrc();
      assertEquals(ssrc, RtpHeader.ssrc(packet, 0));
      assertEquals(42, packet[packet.length - 1]);
      assertTrue(counters(sfu, 0).get(LoopCounter.HANDED_OVER_PACKETS) > 0);
      seatOfAnn.leave();
      seatOfBen.leave();
    }
  }

  private static Participant connect(Sfu sfu, String id, SocketPeer peer, MediaSection section)
      throws Exception {
    Participant participant =
        sfu.join("room", id, true, event -> {}).toCompletableFuture().get(20, TimeUnit.SECONDS);
    participant
        .apply(new NegotiatedSession(List.of(section), null, peer.remote()), Map.of())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    LocalCandidate candidate = participant.candidates().getFirst();
    peer.connect(
        new InetSocketAddress(candidate.address(), candidate.port()),
        participant.ice(),
        participant.fingerprint());
    return participant;
  }

  private static int port(Participant participant) {
    return participant.candidates().getFirst().port();
  }

  private static LoopCounters counters(Sfu sfu, int loop) {
    return sfu.loops().loops().get(loop).loop().counters();
  }
}
