package org.meshless.sfu.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.sfu.net.DatagramPort;
import org.meshless.sfu.net.RecordingPort;

class DatagramRunTest {
  private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 5_000);

  private final RecordingPort port = new RecordingPort();
  private final DatagramRun run = new DatagramRun(port);

  /** Sizes of packets added, and of the sends they leave in. */
  @ParameterizedTest
  @CsvSource({
    "1000, 1000",
    "1000 1000 1000, 3000",
    "1000 1000 500, 2500",
    "1000 500 500, 1500 500",
    "500 1000, 500 1000",
    "500 1000 1000, 500 2000",
    "1125 1125 1126 1126, 2250 2252",
    "1000 999 1000, 1999 1000",
  })
  void runsOfEqualSizeButAShorterLastLeaveTogether(String added, String sends) {
    run.begin(1, ANN);
    for (String size : added.split(" ", -1)) {
      run.add(Integer.parseInt(size));
    }
    run.end();
    port.flush();
    List<String> sent = new ArrayList<>();
    for (RecordingPort.Sent send : port.take()) {
      sent.add(Integer.toString(send.bytes().length));
      assertEquals(1, send.socket());
      assertEquals(ANN, send.remote());
    }
    assertEquals(List.of(sends.split(" ", -1)), sent);
  }

  @Test
  void packetsLeaveInOrderAndUnchangedWhateverTheirSizes() {
    Random random = new Random(11);
    List<byte[]> packets = new ArrayList<>();
    run.begin(0, ANN);
    for (int i = 0; i < 5_000; i++) {
      int size = random.nextInt(3) == 0 ? 1 + random.nextInt(1_500) : 1_200;
      byte[] packet = new byte[size];
      random.nextBytes(packet);
      assertTrue(run.array().length - run.offset() >= DatagramRun.MAX_PACKET_BYTES);
      System.arraycopy(packet, 0, run.array(), run.offset(), size);
      run.add(size);
      packets.add(packet);
    }
    run.end();
    port.flush();
    List<byte[]> sent = new ArrayList<>();
    for (RecordingPort.Sent send : port.take()) {
      assertTrue(send.bytes().length <= DatagramPort.MAX_SEGMENTED_BYTES);
      assertTrue(send.datagrams().size() <= DatagramPort.MAX_SEGMENTS);
      sent.addAll(send.datagrams());
    }
    assertEquals(packets.size(), sent.size());
    for (int i = 0; i < packets.size(); i++) {
      assertArrayEquals(packets.get(i), sent.get(i), "packet " + i);
    }
  }

  @Test
  void aRunThatHasNotEndedIsMisuse() {
    run.begin(0, ANN);
    assertThrows(IllegalStateException.class, () -> run.begin(0, ANN));
    run.end();
    assertThrows(IllegalStateException.class, () -> run.add(10));
    assertThrows(IllegalArgumentException.class, () -> run.add(0));
    assertThrows(IllegalArgumentException.class, () -> run.add(1_501));
  }
}
