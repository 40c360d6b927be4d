package org.meshless.rtp.ext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.Hex;

class ExtensionWriterTest {
  private final byte[] out = new byte[600];
  private final ExtensionWriter writer = new ExtensionWriter();

  private void add(int id, String value) {
    byte[] b = Hex.bytes("ff" + value);
    writer.add(id, b, 1, b.length - 1);
  }

  private String finish(int offset) {
    return Hex.of(out, offset, writer.finish());
  }

  @Test
  void smallElementsTakeTheOneByteForm() {
    writer.begin(out, 5);
    add(4, "31");
    writer.addUnsigned(3, 0x70102, 2);
    writer.addUnsigned(14, 0xab, 1);

    assertEquals("be de 00 02 40 31 31 01 02 e0 ab 00", finish(5));
  }

  @Test
  void theLargestOfTheOneByteFormTakesIt() {
    writer.begin(out, 0);
    add(14, "000102030405060708090a0b0c0d0e0f");

    assertEquals("be de 00 05 ef 00 01 02", finish(0).substring(0, 23));
  }

  @Test
  void theLargestOfAllIsAccepted() {
    writer.begin(out, 0);
    writer.add(255, new byte[255], 0, 255);

    assertEquals(264, writer.finish());
  }

  @Test
  void nothingIsWrittenBehindTheExtension() {
    Arrays.fill(out, (byte) 0x77);
    writer.begin(out, 0);
    writer.addUnsigned(1, 0x010203, 3);
    assertEquals("be de 00 01 12 01 02 03 77", Hex.of(out, 0, writer.finish() + 1));

    writer.begin(out, 0);
    writer.addUnsigned(1, 0x01, 1);
    writer.addUnsigned(200, 0x0203, 3);
    assertEquals("10 00 00 02 01 01 01 c8 03 00 02 03 77", Hex.of(out, 0, writer.finish() + 1));
  }

  @Test
  void nothingAddedMeansNoExtension() {
    writer.begin(out, 0);

    assertEquals(0, writer.finish());
  }

  @ParameterizedTest
  @CsvSource({
    "15, aa,                                 10 00 00 01 0f 01 aa 00",
    "1, '',                                  10 00 00 01 01 00 00 00",
    "1, 000102030405060708090a0b0c0d0e0f10,  10 00 00 05 01 11 00 01 02 03 04 05 06 07 08 09 0a 0b"
        + " 0c 0d 0e 0f 10 00",
    "255, aabb,                              10 00 00 01 ff 02 aa bb",
  })
  void whatTheOneByteFormCannotHoldTakesTheTwoByteForm(int id, String value, String expected) {
    writer.begin(out, 0);
    add(id, value);

    assertEquals(expected, finish(0));
  }

  @Test
  void elementsAlreadyWrittenAreWidenedWhenALaterOneDemandsIt() {
    writer.begin(out, 0);
    add(1, "a1");
    add(2, "b1b2");
    add(3, "c1c2c3");
    add(20, "d1");
    add(4, "e1");

    assertEquals(
        "10 00 00 05 01 01 a1 02 02 b1 b2 03 03 c1 c2 c3 14 01 d1 04 01 e1 00 00", finish(0));
  }

  @Test
  void aWriterStartsAfreshForTheNextPacket() {
    writer.begin(out, 0);
    add(20, "d1");
    writer.finish();

    writer.begin(out, 100);
    add(2, "aa");
    assertEquals("be de 00 01 20 aa 00 00", finish(100));
  }

  @Test
  void idsAndLengthsOutsideTheirRangeAreRefused() {
    writer.begin(out, 0);

    assertThrows(IllegalArgumentException.class, () -> writer.addUnsigned(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> writer.addUnsigned(256, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> writer.add(1, new byte[300], 0, 256));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsWrittenIsFoundAgain(long seed) {
    Random random = new Random(seed);
    byte[] values = new byte[512];
    random.nextBytes(values);
    for (int round = 0; round < 2_000; round++) {
      ExtensionMap.Builder ids = ExtensionMap.builder();
      int[] lengths = new int[HeaderExtension.COUNT];
      writer.begin(out, 16);
      for (HeaderExtension extension : HeaderExtension.values()) {
        int id = 1 + random.nextInt(random.nextInt(10) == 0 ? 255 : 14);
        lengths[extension.index()] = -1;
        if (ids.accepts(extension, id)) {
          ids.put(extension, id);
          int length = random.nextInt(8) == 0 ? random.nextInt(60) : 1 + random.nextInt(16);
          lengths[extension.index()] = length;
          writer.add(id, values, extension.index() * 64, length);
        }
      }

      int length = writer.finish();

      int profile = (out[16] & 0xff) << 8 | (out[17] & 0xff);
      assertEquals(length - 4, 4 * ((out[18] & 0xff) << 8 | (out[19] & 0xff)));
      int[] places = HeaderExtensions.find(out, 20, length - 4, profile, ids.build());
      for (HeaderExtension extension : HeaderExtension.values()) {
        int expected = lengths[extension.index()];
        assertEquals(expected, HeaderExtensions.length(places, extension));
        if (expected >= 0) {
          assertEquals(
              Hex.of(values, extension.index() * 64, expected),
              Hex.of(out, HeaderExtensions.offset(places, extension), expected));
        }
      }
    }
  }
}
