package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.codec.OpaqueDescriptor;

class RetransmissionIndexTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long RTT = 100 * MILLISECOND;

  private final StreamRewriter rewriter = new StreamRewriter(90_000, 500, 0);
  private final RetransmissionIndex index = new RetransmissionIndex(rewriter);

  @BeforeEach
  void sendTwoPacketsOfEachOfTwoSources() {
    rewriter.begin(0, 1, 100_000, 0);
    send(1, 100_000);
    send(1, 100_001);
    rewriter.begin(0, 2, 200_000, 0);
    send(2, 200_000);
    send(2, 200_001);
  }

  @Test
  void aMissedPacketIsFoundEvenFromBeforeAReassignment() {
    Segment segment = index.onNack(0, RTT, 501);
    assertNotNull(segment);
    assertEquals(1, segment.streamId());
    assertEquals(100_001, segment.sourceExtendedSeq(501));
    segment = index.onNack(0, RTT, 502);
    assertNotNull(segment);
    assertEquals(2, segment.streamId());
    assertEquals(200_000, segment.sourceExtendedSeq(502));
  }

  @Test
  void whatWasNeverSentIsNotSentAgain() {
    assertNull(index.onNack(0, RTT, 499));
    assertNull(index.onNack(0, RTT, 504));
    assertNull(index.onNack(0, RTT, 40_000));
  }

  @Test
  void aPacketOnItsWayIsNotSentAgain() {
    assertNotNull(index.onNack(0, RTT, 501));
    assertNull(index.onNack(RTT / 2, RTT, 501));
    assertNotNull(index.onNack(RTT / 2, RTT, 502));
    assertNotNull(index.onNack(RTT, RTT, 501));
  }

  @Test
  void withoutARoundTripTimeAStormIsHeldBackAllTheSame() {
    assertNotNull(index.onNack(0, 0, 501));
    assertNull(index.onNack(MILLISECOND, 0, 501));
    assertNotNull(index.onNack(10 * MILLISECOND, 0, 501));
  }

  @Test
  void aPacketIsSentAgainOnlySoOften() {
    int resent = 0;
    for (int i = 0; i < 50; i++) {
      resent += index.onNack(i * RTT, RTT, 501) == null ? 0 : 1;
    }
    assertEquals(RetransmissionIndex.MAX_RESENDS, resent);
  }

  private void send(int streamId, long extSeq) {
    rewriter.sequence(0, streamId, extSeq, 0, OpaqueDescriptor.UNREAD);
  }
}
