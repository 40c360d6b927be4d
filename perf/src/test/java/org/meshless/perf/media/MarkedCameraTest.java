package org.meshless.perf.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.codec.Vp8Descriptor;

/** That decoders show the picture as it was drawn is for the browser tests to prove. */
final class MarkedCameraTest {
  private final MarkedCamera camera = new MarkedCamera(0x1234, 137, 10, 1);
  private final PublishedTrack.Packet packet = new PublishedTrack.Packet();
  private final byte[] payload = new byte[2048];

  MarkedCameraTest() {
    camera.startAt(0);
  }

  private int frame() {
    assertEquals(1, camera.next());
    assertTrue(camera.payloads().write(packet, payload, 0));
    packet.index++;
    return camera.sizes()[0];
  }

  private boolean isKeyFrame() {
    Vp8Descriptor descriptor = Vp8Descriptor.parse(payload, 0, camera.sizes()[0]);
    return descriptor != null && descriptor.startsKeyFrame();
  }

  @Test
  void theFirstFrameIsAKeyFrameAndTheNextAreMuchSmaller() {
    int first = frame();
    assertTrue(isKeyFrame());
    int second = frame();
    assertFalse(isKeyFrame());
    assertTrue(second < first / 2, second + " after " + first);
  }

  @Test
  void aKeyFrameComesWhenItIsAskedFor() {
    int _ = frame();
    camera.requestKeyFrame();
    int _ = frame();
    assertTrue(isKeyFrame());
    int _ = frame();
    assertFalse(isKeyFrame());
  }

  @Test
  void aFrameStaysKnownForRetransmission() {
    int length = frame();
    byte[] sent = payload.clone();
    int _ = frame();
    packet.index = 0;

    assertTrue(camera.payloads().write(packet, payload, 0));
    assertArrayEquals(
        java.util.Arrays.copyOf(sent, length), java.util.Arrays.copyOf(payload, length));
  }

  @Test
  void whatWasNeverPublishedIsNotKnown() {
    packet.index = 7;
    assertFalse(camera.payloads().write(packet, payload, 0));
  }

  @Test
  void theMarkNamesRunPublisherAndSecondUnderACheckSum() {
    assertEquals(
        "b2123489" + "0000" + "7df6", HexFormat.of().formatHex(MarkedCamera.mark(0x1234, 137, 0)));
  }

  /** These very bytes were decoded by libvpx to the picture that was drawn. */
  @Test
  void theEncodingIsTheOneThatWasTried() {
    CRC32 crc = new CRC32();
    for (int i = 0; i < 40; i++) {
      crc.update(payload, 0, frame());
    }
    assertEquals("a87d3893", Long.toHexString(crc.getValue()));
  }
}
