package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.rtp;
import static org.meshless.sfu.room.RoomStage.slot;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.session.InboundSource;
import org.meshless.sfu.room.RoomStage.Person;

/** A frame as libwebrtc splits it leaves in packets of one size, and is none the worse for it. */
class NearEqualPacketsTest {
  private static final int[] SIZES = {1001, 1009, 1010, 1010, 400};

  private final RoomStage stage = new RoomStage(1);

  @Test
  void packetsThatCameTogetherArePaddedToOneSizeAndCarryWhatTheyCarried() {
    Person ann = stage.join("ann");
    ann.offer(published("0", CHROMIUM_VIDEO, new InboundSource(100, 101)));
    Person ben = stage.join("ben");
    ben.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)));

    byte[][] payloads = new byte[SIZES.length][];
    byte[][] frame = new byte[SIZES.length][];
    for (int i = 0; i < SIZES.length; i++) {
      payloads[i] = payload(i, SIZES[i]);
      frame[i] = rtp(100, 96, 7 + i, 1000, payloads[i]);
    }
    ann.sendBatch(frame);

    List<RtpPacket> received = ben.receivedOn("5");
    assertEquals(SIZES.length, received.size());
    int size = received.get(2).length();
    assertEquals(
        List.of(size, size, size, size, size - 610),
        received.stream().map(RtpPacket::length).toList());
    for (int i = 0; i < SIZES.length; i++) {
      RtpPacket packet = received.get(i);
      int from = packet.payloadOffset();
      assertArrayEquals(
          payloads[i], Arrays.copyOfRange(packet.bytes(), from, from + packet.payloadLength()));
    }
  }

  /** VP8 without picture ids, so that nothing of it is rewritten; the first begins a key frame. */
  private static byte[] payload(int i, int size) {
    byte[] payload = new byte[size];
    Arrays.fill(payload, (byte) (40 + i));
    payload[0] = (byte) (i == 0 ? 0x10 : 0);
    payload[1] = 0;
    return payload;
  }
}
