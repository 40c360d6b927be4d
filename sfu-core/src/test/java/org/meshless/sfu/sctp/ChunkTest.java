package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.sfu.sctp.ReconfigParameter.OutgoingReset;
import org.meshless.sfu.sctp.ReconfigParameter.Response;

/** Whole packets as aiortc 1.4.0 writes them, from port 5000 to 5001 with tag 0x11223344. */
class ChunkTest {
  private static final String INIT =
      "13881389"
          + "00000000"
          + "42b6ee11"
          + "0100001e" // INIT, 30 bytes
          + "deadbeef" // initiate tag
          + "00020000" // window 131072
          + "ffff0800" // 65535 out, 2048 in
          + "fffffff0" // initial TSN
          + "c0000004" // forward TSN supported
          + "80080006"
          + "82c00000"; // RE-CONFIG, FORWARD-TSN
  private static final String INIT_ACK =
      "138813891122334482fb0350"
          + "0200002a"
          + "01020304"
          + "00100000"
          + "01000400"
          + "00000007"
          + "c0000004"
          + "80080006"
          + "82c00000"
          + "0007000a" // state cookie, 6 bytes and padding
          + "636f6f6b69650000";
  private static final String DATA =
      "1388138911223344"
          + "5fe86c64"
          + "00070015" // U, B, E; 21 bytes
          + "fffffffe" // TSN
          + "00030009" // stream 3, SSN 9
          + "00000033" // string
          + "68656c6c6f000000"; // hello
  private static final String SACK =
      "1388138911223344"
          + "6d8a149d"
          + "0300001c"
          + "00000064" // up to 100
          + "00001388" // window 5000
          + "00020001" // two gap blocks, one duplicate
          + "00020003" // 102 … 103
          + "00050005" // 105
          + "00000063"; // 99 twice
  private static final String FORWARD_TSN =
      "1388138911223344175c66f2c00000100000004d0001000200030004";
  private static final String RESET =
      "1388138911223344"
          + "7d1642b7"
          + "82000018"
          + "000d0014" // outgoing SSN reset
          + "0000000a" // request 10
          + "00000014" // response 20
          + "0000001e" // last TSN 30
          + "00010005"; // streams 1 and 5
  private static final String RESPONSE = "13881389112233447c32dd41820000100010000c0000000a00000001";
  private static final String HEARTBEAT = "13881389112233444bf0a2710400000c0001000801020304";
  private static final String ABORT = "1388138911223344215e6a8e0600000b000c000762796500";
  private static final String SHUTDOWN = "1388138911223344607fb1080700000800000037";

  @ParameterizedTest
  @CsvSource({INIT, INIT_ACK, DATA, SACK, FORWARD_TSN, RESET, RESPONSE, HEARTBEAT, ABORT, SHUTDOWN})
  void theChecksumIsThatOfAnIndependentStack(String hex) {
    byte[] packet = bytes(hex);

    int checksum = SctpPacket.checksumOf(new CRC32C(), packet, 0, packet.length);

    assertEquals(SctpPacket.checksum(packet, 0), checksum);
  }

  @ParameterizedTest
  @CsvSource({DATA, SACK, FORWARD_TSN, RESET, RESPONSE, HEARTBEAT, ABORT, SHUTDOWN})
  void whatIsReadIsWrittenTheSame(String hex) {
    byte[] packet = bytes(hex);
    Chunk chunk = read(hex);
    assertNotNull(chunk);
    byte[] out = new byte[packet.length];
    System.arraycopy(packet, 0, out, 0, SctpPacket.HEADER);

    chunk.write(out, SctpPacket.HEADER);

    assertArrayEquals(packet, out);
  }

  @Test
  void anInitSaysWhatItsSenderCan() {
    InitChunk init = assertInstanceOf(InitChunk.class, read(INIT));

    assertEquals(0xdeadbeef, init.initiateTag());
    assertEquals(131072, init.window());
    assertEquals(65535, init.outboundStreams());
    assertEquals(2048, init.inboundStreams());
    assertEquals(0xfffffff0, init.initialTsn());
    assertEquals(new Extensions(true, true, false, false), init.extensions());
  }

  @Test
  void anInitAckBringsACookie() {
    InitChunk ack = assertInstanceOf(InitChunk.class, read(INIT_ACK));

    assertTrue(ack.ack());
    assertArrayEquals(bytes("636f6f6b6965"), ack.cookie());
  }

  @Test
  void anInitWrittenIsReadTheSame() {
    Extensions all = new Extensions(true, true, true, true);
    InitChunk init =
        new InitChunk(true, 1, 0xffffffffL, 2, 3, -1, all, bytes("0102"), bytes("c0ff0004"));
    byte[] out = new byte[init.length()];

    init.write(out, 0);

    InitChunk again = assertInstanceOf(InitChunk.class, Chunk.read(out, 0, out.length));
    assertEquals(all, again.extensions());
    assertEquals(0xffffffffL, again.window());
    assertArrayEquals(init.cookie(), again.cookie());
  }

  @Test
  void parametersUnknownAreReportedOnlyIfTheirTypeAsks() {
    InitChunk init =
        assertInstanceOf(
            InitChunk.class,
            readChunk(
                "01000028000000010000ffff0001000100000000" // fixed part
                    + "800100080000ffff" // zero checksum by a method unknown
                    + "cabc00060102ffff" // skip and report
                    + "8abc0004")); // skip

    assertArrayEquals(bytes("cabc000601020000"), init.unrecognized());
    assertEquals(new Extensions(false, false, false, false), init.extensions());
  }

  @Test
  void dataSaysWhereItBelongs() {
    DataChunk data = assertInstanceOf(DataChunk.class, read(DATA));

    assertTrue(data.begins() && data.ends() && data.unordered());
    assertEquals(-2, data.tsn());
    assertEquals(3, data.streamId());
    assertEquals(9, data.sequence());
    assertEquals(51, data.ppid());
    assertEquals(5, data.size());
  }

  @Test
  void aFragmentOfAnInterleavedMessageHasANumberInsteadOfAProtocol() {
    DataChunk first =
        assertInstanceOf(DataChunk.class, readChunk("40020015000000010002000000000003000000350a"));
    DataChunk second =
        assertInstanceOf(DataChunk.class, readChunk("40010015000000020002000000000003000000010b"));

    assertEquals(53, first.ppid());
    assertEquals(0, first.fragment());
    assertEquals(1, second.fragment());
    assertEquals(3, second.sequence());
  }

  @Test
  void aSackListsBlocksAndDuplicates() {
    SackChunk sack = assertInstanceOf(SackChunk.class, read(SACK));

    assertEquals(100, sack.cumulativeTsn());
    assertEquals(5000, sack.window());
    assertArrayEquals(new int[] {2, 3, 5, 5}, sack.gaps());
    assertArrayEquals(new int[] {99}, sack.duplicates());
  }

  @Test
  void aForwardTsnNamesStreamsAndMessages() {
    ForwardTsnChunk forward = assertInstanceOf(ForwardTsnChunk.class, read(FORWARD_TSN));

    assertEquals(77, forward.newCumulativeTsn());
    assertEquals(
        List.of(new ForwardTsnChunk.Skip(1, false, 2), new ForwardTsnChunk.Skip(3, false, 4)),
        forward.skips());
  }

  @Test
  void aResetNamesItsStreams() {
    ReconfigChunk chunk = assertInstanceOf(ReconfigChunk.class, read(RESET));
    OutgoingReset reset = assertInstanceOf(OutgoingReset.class, chunk.parameters().getFirst());

    assertEquals(10, reset.requestNumber());
    assertEquals(20, reset.responseNumber());
    assertEquals(30, reset.lastTsn());
    assertArrayEquals(new int[] {1, 5}, reset.streams());
  }

  @Test
  void aResponseSaysWhatBecameOfARequest() {
    ReconfigChunk chunk = assertInstanceOf(ReconfigChunk.class, read(RESPONSE));

    assertEquals(List.of(new Response(10, ReconfigResult.PERFORMED)), chunk.parameters());
  }

  @ParameterizedTest
  @CsvSource({
    "00030010000000010000000000000000, DATA without any still has a header",
    "0300001000000000000000000001000000000000, fewer gap blocks than it says",
    "01000014000000000000ffff0001000100000000, a tag of 0",
    "01000014000000010000ffff0000000100000000, no streams out",
    "01000014000000010000ffff0001000000000000, no streams in",
    "02000014000000010000ffff0001000100000000, an INIT ACK without a cookie",
    "01000018000000010000ffff000100010000000080080008, a parameter that leaves its chunk",
    "8200000c000d000800000000, a reset cut short",
    "8200000800990004, a request unknown",
    "c00000090000000001, half a stream",
    "0700000400000000, no TSN",
  })
  void whatDoesNotFitItsTypeIsNotRead(String hex, String why) {
    Chunk chunk = readChunk(hex);

    if (why.startsWith("DATA")) {
      assertEquals(0, assertInstanceOf(DataChunk.class, chunk).size());
    } else {
      assertNull(chunk, why);
    }
  }

  private static @Nullable Chunk read(String packet) {
    return readChunk(packet.substring(2 * SctpPacket.HEADER));
  }

  private static @Nullable Chunk readChunk(String hex) {
    byte[] b = bytes(hex);
    return Chunk.read(b, 0, Chunk.length(b, 0, b.length));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
