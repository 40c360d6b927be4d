package org.meshless.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NetworkOrderTest {
  @Test
  void integersAreReadMostSignificantByteFirstAndUnsigned() {
    byte[] b = Hex.bytes("ff fe fd fc fb fa f9 f8 f7");

    assertEquals(0xfe, NetworkOrder.getUnsigned8(b, 1));
    assertEquals(0xfefd, NetworkOrder.getUnsigned16(b, 1));
    assertEquals(0xfefdfc, NetworkOrder.getUnsigned24(b, 1));
    assertEquals(0xfefdfcfbL, NetworkOrder.getUnsigned32(b, 1));
    assertEquals(0xfefdfcfb_faf9f8f7L, NetworkOrder.get64(b, 1));
  }

  @Test
  void integersAreWrittenMostSignificantByteFirst() {
    byte[] b = new byte[19];

    NetworkOrder.put8(b, 0, 0x101);
    NetworkOrder.put16(b, 1, 0x1_0203);
    NetworkOrder.put24(b, 3, 0x1_040506);
    NetworkOrder.put32(b, 6, 0x1_0708090aL);
    NetworkOrder.put64(b, 10, 0x0b0c0d0e_0f101112L);

    assertEquals(
        "01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 00", Hex.of(b, 0, b.length));
  }

  @Test
  void anOffsetBeyondTheArrayIsABug() {
    assertThrows(IndexOutOfBoundsException.class, () -> NetworkOrder.getUnsigned32(new byte[6], 3));
  }
}
