package org.meshless.rtp.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.meshless.rtp.NetworkOrder;

class RtcpFuzzTest {
  @FuzzTest
  void packetsReadAreBoundedAndReadTheSameWhenWrittenAgain(byte[] bytes) {
    List<RtcpPacket> packets = RtcpPacket.parse(bytes, 0, bytes.length);

    assertTrue(packets.size() <= RtcpPacket.MAX_PACKETS);
    byte[] out = new byte[bytes.length];
    RtcpCompound compound = new RtcpCompound(out, 0, out.length);
    for (RtcpPacket packet : packets) {
      assertEquals(0, packet.length() % 4);
      assertTrue(compound.add(packet), "no packet grows by being read");
    }
    assertEquals(packets, RtcpPacket.parse(out, 0, compound.length()));
  }

  @FuzzTest
  void aNackNamesBetweenOneAnd17PacketsPerPair(byte[] pairs) {
    byte[] bytes = feedback(GenericNack.FORMAT, pairs);
    List<RtcpPacket> packets = RtcpPacket.parse(bytes, 0, bytes.length);

    GenericNack nack = assertInstanceOf(GenericNack.class, packets.getFirst());
    int[] lost = new int[17 * GenericNack.MAX_PAIRS];
    int[] count = new int[1];
    nack.forEachLost(seq -> lost[count[0]++] = seq);
    assertTrue(count[0] >= nack.pairCount());
    assertTrue(Arrays.stream(lost).allMatch(seq -> seq >= 0 && seq <= 65535));
  }

  @FuzzTest
  void transportFeedbackTellsOfEveryPacketOnceAndCanBeBuiltAnew(byte[] control) {
    byte[] bytes = feedback(TransportFeedback.FORMAT, control);
    List<RtcpPacket> packets = RtcpPacket.parse(bytes, 0, bytes.length);
    if (packets.isEmpty()) {
      return;
    }
    TransportFeedback feedback = assertInstanceOf(TransportFeedback.class, packets.getFirst());
    FeedbackLog log = FeedbackLog.of(feedback);
    assertEquals(feedback.statusCount(), log.entries.size());
    for (int i = 0; i < log.entries.size(); i++) {
      assertEquals((feedback.baseSequenceNumber() + i) & 0xffff, log.sequenceNumbers.get(i));
    }
    TransportFeedbackBuilder builder =
        new TransportFeedbackBuilder(
            feedback.senderSsrc(),
            feedback.mediaSsrc(),
            feedback.feedbackCount(),
            feedback.baseSequenceNumber(),
            1 << 17);
    feedback.forEach(
        new TransportFeedback.Visitor() {
          @Override
          public void onReceived(int sequenceNumber, long arrivalNs) {
            assertTrue(builder.add(sequenceNumber, arrivalNs));
          }

          @Override
          public void onNotReceived(int sequenceNumber) {}
        });
    if (!builder.isEmpty()) {
      assertEquals(log.withoutTrailingLosses(), FeedbackLog.of(builder.build()).entries);
    }
  }

  /** A message around this feedback control information, cut to whole words. */
  private static byte[] feedback(int format, byte[] control) {
    int words = Math.min(control.length / 4, 0xfff0);
    byte[] bytes = new byte[RtcpFeedback.LENGTH + 4 * words];
    RtcpFeedback.write(
        bytes, 0, format, RtcpHeader.TRANSPORT_LAYER_FEEDBACK, bytes.length, 0xfffffffeL, 1);
    System.arraycopy(control, 0, bytes, RtcpFeedback.LENGTH, 4 * words);
    assertEquals(0xfffffffeL, NetworkOrder.getUnsigned32(bytes, 4));
    return bytes;
  }
}
