package org.meshless.rtp.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.rtcp.TransportFeedback;

class TransportFeedbackRecorderTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final List<TransportFeedback> sent = new ArrayList<>();
  private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder(1, sent::add);

  @Test
  void nothingIsToldOfNothing() {
    assertEquals(NEVER, recorder.nextDeadlineNs());
    recorder.onTimeout(1_000 * MILLISECOND);
    assertEquals(List.of(), sent);
  }

  @Test
  void arrivalsAndLossesAreTold() {
    recorder.onPacket(10 * MILLISECOND, 65_534, 7);
    recorder.onPacket(12 * MILLISECOND, 65_535, 7);
    recorder.onPacket(20 * MILLISECOND, 2, 8);
    fire();
    assertEquals(1, sent.size());
    assertEquals(8, sent.get(0).mediaSsrc());
    assertEquals("65534@10 65535@12 0- 1- 2@20", told(sent.get(0)));
  }

  @Test
  void eachMessageGoesOnWhereTheLastEnded() {
    recorder.onPacket(10 * MILLISECOND, 5, 7);
    fire();
    recorder.onPacket(120 * MILLISECOND, 7, 7);
    fire();
    assertEquals("5@10", told(sent.get(0)));
    assertEquals("6- 7@120", told(sent.get(1)));
    assertEquals(0, sent.get(0).feedbackCount());
    assertEquals(1, sent.get(1).feedbackCount());
    assertEquals(NEVER, recorder.nextDeadlineNs());
  }

  @Test
  void aPacketToldMissingIsToldAgainWhenItComes() {
    recorder.onPacket(10 * MILLISECOND, 5, 7);
    recorder.onPacket(12 * MILLISECOND, 7, 7);
    fire();
    recorder.onPacket(80 * MILLISECOND, 6, 7);
    recorder.onPacket(81 * MILLISECOND, 8, 7);
    fire();
    assertEquals("6@80 7@12 8@81", told(sent.get(1)));
  }

  @Test
  void aRepeatedPacketKeepsItsFirstArrival() {
    recorder.onPacket(10 * MILLISECOND, 5, 7);
    recorder.onPacket(20 * MILLISECOND, 5, 7);
    fire();
    assertEquals("5@10", told(sent.get(0)));
  }

  @Test
  void manyPacketsAreToldOfTwiceAsOften() {
    recorder.onPacket(0, 0, 7);
    fire();
    long told = 50 * MILLISECOND;
    for (int i = 1; i < TransportFeedbackRecorder.BUSY; i++) {
      recorder.onPacket(told + i * MILLISECOND, i, 7);
    }
    assertEquals(told + TransportFeedbackRecorder.INTERVAL_NS, recorder.nextDeadlineNs());
    recorder.onPacket(told + 20 * MILLISECOND, TransportFeedbackRecorder.BUSY, 7);
    assertEquals(told + TransportFeedbackRecorder.BUSY_INTERVAL_NS, recorder.nextDeadlineNs());
  }

  @ParameterizedTest
  @ValueSource(ints = {2047, 2048, 30_000})
  void aJumpOfTheNumbersIsToldAsFarAsTheWindowReaches(int jump) {
    recorder.onPacket(10 * MILLISECOND, 5, 7);
    recorder.onPacket(20 * MILLISECOND, 5 + jump, 7);
    fire();
    String last = (5 + jump) + "@20";
    String all = told(sent.getLast());
    assertTrue(all.endsWith(last), all);
    assertEquals(jump < TransportFeedbackRecorder.WINDOW, all.startsWith("5@10"));
  }

  @Test
  void arrivalsTooFarApartForOneMessageTakeTwo() {
    recorder.onPacket(0, 5, 7);
    recorder.onPacket(20_000 * MILLISECOND, 7, 7);
    fire();
    assertEquals("5@0", told(sent.get(0)));
    assertEquals("7@20000", told(sent.get(1)));
    assertNotEquals(sent.get(0).feedbackCount(), sent.get(1).feedbackCount());
  }

  @Test
  void whateverComesEveryArrivalIsToldOnceItIsKnown() {
    java.util.Random random = new java.util.Random(42);
    TreeMap<Long, Long> arrivals = new TreeMap<>();
    long nowNs = 0;
    for (int i = 0; i < 20_000; i++) {
      nowNs += random.nextInt(3) * 250_000L;
      long seq = 60_000L + i - (random.nextInt(20) == 0 ? random.nextInt(300) : 0);
      if (random.nextInt(10) > 0) {
        recorder.onPacket(nowNs, (int) seq & 0xFFFF, 7);
        arrivals.putIfAbsent(seq, nowNs);
      }
      recorder.onTimeout(nowNs);
    }
    recorder.onTimeout(NEVER - 1);
    TreeMap<Long, Long> told = new TreeMap<>();
    long reference = 60_000;
    for (TransportFeedback feedback : sent) {
      assertTrue(feedback.length() <= 1_000);
      long from = reference;
      feedback.forEach(
          new TransportFeedback.Visitor() {
            @Override
            public void onReceived(int sequenceNumber, long arrivalNs) {
              long seq = from + (short) (sequenceNumber - (int) from);
              Long before = told.put(seq, arrivalNs);
              assertTrue(before == null || before == arrivalNs);
            }

            @Override
            public void onNotReceived(int sequenceNumber) {}
          });
      reference = told.lastKey();
    }
    assertEquals(arrivals, told);
  }

  private void fire() {
    recorder.onTimeout(recorder.nextDeadlineNs());
  }

  /** The message as text: number@arrival in ms, number- for a loss. */
  private static String told(TransportFeedback feedback) {
    List<String> text = new ArrayList<>();
    feedback.forEach(
        new TransportFeedback.Visitor() {
          @Override
          public void onReceived(int sequenceNumber, long arrivalNs) {
            text.add(sequenceNumber + "@" + arrivalNs / MILLISECOND);
          }

          @Override
          public void onNotReceived(int sequenceNumber) {
            text.add(sequenceNumber + "-");
          }
        });
    return String.join(" ", text);
  }
}
