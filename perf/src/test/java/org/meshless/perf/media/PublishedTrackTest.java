package org.meshless.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PublishedTrackTest {
  private final PublishedTrack track =
      new PublishedTrack(3, true, new PatternedPayloads(3, true, new PayloadPattern(42)));
  private final PublishedTrack.Packet packet = new PublishedTrack.Packet();
  private final byte[] payload = new byte[1200];

  PublishedTrackTest() {
    packet.payloadLength = 1000;
    packet.firstOfFrame = true;
    packet.keyFrame = true;
    packet.pictureId = 77;
    track.publish(packet);
    assertTrue(track.payloads().write(packet, payload, 0));
  }

  @Test
  void aPayloadNamesItsTrackAndIndex() {
    assertEquals(3, PatternedPayloads.trackOf(payload, 0, 1000, true));
    assertEquals(0, PatternedPayloads.indexOf(payload, 0, true));
  }

  @Test
  void anotherPictureIdIsTheServersRight() {
    payload[3] ^= 0x55;

    assertTrue(track.payloads().matches(packet, payload, 0, 1000));
  }

  @Test
  void aChangedByteIsSeen() {
    payload[500] ^= 1;

    assertFalse(track.payloads().matches(packet, payload, 0, 1000));
  }

  @Test
  void aMissingByteIsSeen() {
    assertFalse(track.payloads().matches(packet, payload, 0, 999));
  }

  @Test
  void onlyWhatIsPublishedInTheWindowCounts() {
    track.openWindow();
    track.publish(packet);
    track.publish(packet);
    track.closeWindow();
    track.publish(packet);

    assertEquals(2, track.publishedInWindow());
    assertFalse(track.inWindow(0));
    assertTrue(track.inWindow(1));
    assertTrue(track.inWindow(2));
    assertFalse(track.inWindow(3));
  }
}
