package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;

/** How much of a link one association uses, in virtual time. */
class SctpThroughputTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void aCleanLinkIsFilled() {
    LinkConditions link = LinkConditions.IDEAL.delayMs(10).rateBps(100_000_000);
    Upload upload = new Upload(link, 5);

    // Of 100 Mbit/s, 92 are user data.
    assertTrue(upload.bitsPerSecond() > 85e6, upload.toString());
    assertEquals(0, upload.sender.count(SctpCounter.RETRANSMISSIONS));
  }

  @Test
  void lossLeavesWhatItLeavesToAnyoneWhoHalvesTheWindow() {
    double loss = 0.02;
    double rttSeconds = 0.05;
    Upload upload = new Upload(LinkConditions.IDEAL.delayMs(25).loss(loss), 60);

    // Mathis, Semke, Mahdavi and Ott (1997): MSS / RTT · √(3/2) / √p.
    double mathis = 8 * 1128 / rttSeconds * Math.sqrt(1.5 / loss);
    assertTrue(upload.bitsPerSecond() > 0.75 * mathis, upload + " of " + mathis);
  }

  /** One side sends as much as it can. */
  private static final class Upload {
    final SctpEnd sender;
    private final SctpEnd receiver;
    private final int seconds;

    Upload(LinkConditions link, int seconds) {
      this.seconds = seconds;
      ManualClock clock = new ManualClock(SECOND);
      SctpEnd[] ends = SctpEnd.pair(clock, 1, SctpOptions.DEFAULT, link);
      sender = ends[0];
      receiver = ends[1];
      sender.association.connect(clock.nowNs());
      clock.advance(3 * SECOND);
      byte[] message = new byte[16_384];
      for (int i = 0; i < seconds * 100; i++) {
        while (sender.association.queuedCost(1) < 1 << 20) {
          sender.send(1, message, Reliability.RELIABLE);
        }
        clock.advance(SECOND / 100);
        sender.sent.clear();
        receiver.sent.clear();
      }
    }

    double bitsPerSecond() {
      return 8.0 * receiver.count(SctpCounter.BYTES_RECEIVED) / seconds;
    }

    @Override
    public String toString() {
      return bitsPerSecond() / 1e6 + " Mbit/s";
    }
  }
}
