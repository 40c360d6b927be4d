package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;

class SctpAssociationFuzzTest {
  private static final long SECOND = 1_000_000_000;

  /** Bytes of input for a packet: one says how long it is, up to 255 chunk bytes follow. */
  @FuzzTest
  void nothingAPeerSaysBreaksAnAssociation(byte[] script) {
    ManualClock clock = new ManualClock(SECOND);
    LinkConditions link = LinkConditions.IDEAL.delayMs(1);
    SctpEnd[] ends = SctpEnd.pair(clock, 1, SctpOptions.DEFAULT, link);
    SctpEnd victim = ends[1];
    ends[0].association.connect(clock.nowNs());
    clock.advance(SECOND);
    for (int i = 0; i < 20; i++) {
      victim.send(i % 3, new byte[3000], new Reliability(i % 2 == 0, i % 4, -1));
    }
    victim.association.resetStream(clock.nowNs(), 1);
    clock.advance(500_000); // on its way, not there
    int tag = SctpPacket.verificationTag(ends[0].sent.getLast(), 0);
    int at = 0;
    while (at < script.length) {
      int length = Math.min(script[at] & 0xff, script.length - at - 1);
      byte[] packet = packet(tag, Arrays.copyOfRange(script, at + 1, at + 1 + length));
      victim.association.onPacket(clock.nowNs(), packet, 0, packet.length);
      at += 1 + length;
      clock.advance(10_000_000);
    }
    clock.advance(5 * SECOND);

    assertTrue(victim.nextDeadlineNs() > clock.nowNs());
  }

  @FuzzTest
  void noBytesAreTooStrange(byte[] bytes) {
    ManualClock clock = new ManualClock(SECOND);
    SctpEnd end =
        new SctpEnd(clock, new Random(1).nextLong(), SctpOptions.DEFAULT, LinkConditions.IDEAL);
    end.association.onPacket(clock.nowNs(), bytes, 0, bytes.length);
    end.association.connect(clock.nowNs());
    end.association.onPacket(clock.nowNs(), bytes, 0, bytes.length);

    assertTrue(end.association.state() != SctpState.ESTABLISHED);
  }

  /** A packet that passes for the peer's. */
  private static byte[] packet(int tag, byte[] chunks) {
    PacketBuilder builder = new PacketBuilder(5000, 5000, new CRC32C());
    int at = builder.reserve(chunks.length);
    System.arraycopy(chunks, 0, builder.buffer(), at, chunks.length);
    boolean init = chunks.length > 0 && chunks[0] == Chunk.INIT;
    int length = builder.finish(init ? 0 : tag, false);
    return Arrays.copyOf(builder.buffer(), length);
  }
}
