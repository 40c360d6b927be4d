package org.meshless.sfu.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.ice4j.message.Request;

class BindingRequestFuzzTest {
  private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.1", 50_000);

  @FuzzTest
  void anyDatagramIsARequestOrNone(byte[] datagram) {
    look(datagram);
  }

  /** With cookie, length and checksum in order, the walk over the attributes is reached. */
  @FuzzTest
  void anyAttributesAreARequestOrNone(byte[] attributes) {
    int size = Math.min(attributes.length, 1400) & ~3;
    ByteBuffer message = ByteBuffer.allocate(20 + size + 8);
    message.putShort((short) 1).putShort((short) (size + 8)).putInt(0x2112A442).position(20);
    message.put(attributes, 0, size).putShort((short) 0x8028).putShort((short) 4);
    CRC32 crc = new CRC32();
    crc.update(message.array(), 0, 20 + size);
    message.putInt((int) crc.getValue() ^ 0x5354554e);
    look(message.array());
  }

  private static void look(byte[] datagram) {
    BindingRequest request = new BindingRequest();
    if (!request.wrap(datagram, datagram.length)) {
      return;
    }
    assertTrue(request.localUfrag().length() < 513);
    assertTrue(request.integrityOffset() + 24 <= datagram.length);
    CheckIntegrity integrity = new CheckIntegrity("password");
    assertTrue(!integrity.holds(request) || datagram.length > 44);
    Request read = StunCodec.read(request);
    if (read != null) {
      byte[] response = StunCodec.success(read, FROM, integrity);
      assertTrue(StunChecks.isGenuine(response, "password"));
      assertEquals(FROM, StunChecks.mappedAddress(response));
      char unknown = StunCodec.unknownRequired(read);
      assertNotNull(StunCodec.unknownAttribute(read, unknown, integrity));
      assertTrue(Arrays.equals(response, 8, 20, datagram, 8, 20));
    }
  }
}
