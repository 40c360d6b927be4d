package org.meshless.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ToneMicrophoneTest {
  private final ToneMicrophone microphone = new ToneMicrophone(3, 1);
  private final PublishedTrack.Packet packet = new PublishedTrack.Packet();
  private final byte[] payload = new byte[64];

  ToneMicrophoneTest() {
    microphone.startAt(0);
  }

  private int next() {
    assertEquals(1, microphone.next());
    assertTrue(microphone.payloads().write(packet, payload, 0));
    packet.index++;
    return microphone.sizes()[0];
  }

  @Test
  void whoDoesNotSpeakIsSilent() {
    assertEquals(3, next());
    assertEquals(127, microphone.audioLevel());
  }

  @Test
  void whoSpeaksHasVoiceAndALevel() {
    microphone.speak(-20);

    assertEquals(40, next());
    assertEquals(0x80 | 20, microphone.audioLevel());
  }

  @Test
  void timestampsRunOnWhileNobodySpeaks() {
    int _ = next();
    int before = microphone.timestamp();
    microphone.speak(-20);
    int _ = next();

    assertEquals(960, microphone.timestamp() - before);
  }
}
