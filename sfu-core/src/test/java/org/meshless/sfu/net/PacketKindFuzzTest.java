package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PacketKindFuzzTest {
  @FuzzTest
  void anyDatagramHasAKindThatItsHeaderTells(byte[] datagram) {
    PacketKind kind = PacketKind.of(datagram, datagram.length);
    assertEquals(kind, PacketKind.of(datagram, Math.min(datagram.length, 20)));
  }
}
