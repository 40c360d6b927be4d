package org.meshless.rtp.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.rtp.rtcp.RtcpBytes.parse;
import static org.meshless.rtp.rtcp.RtcpBytes.parseOne;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpPacketTest {
  private static final String EMPTY_RECEIVER_REPORT = "80 c9 0001 00000001";
  private static final String PLI = "81 ce 0002 00000001 00000002";

  @Test
  void theSharesOfACompoundAreReadInOrder() {
    assertEquals(
        List.of(
            new ReceiverReport(1, List.of()),
            SourceDescription.ofCname(1, "a"),
            new PictureLossIndication(1, 2)),
        parse(EMPTY_RECEIVER_REPORT + "81 ca 0002 00000001 01 01 61 00" + PLI));
  }

  @Test
  void aReducedSizePacketNeedsNoReport() {
    assertEquals(List.of(new PictureLossIndication(1, 2)), parse(PLI));
  }

  @Test
  void aPacketThatDoesNotFitItsTypeIsLeftOutAndTheNextIsRead() {
    String senderReportOfOneWord = "80 c8 0001 00000001";

    assertEquals(List.of(new PictureLossIndication(1, 2)), parse(senderReportOfOneWord + PLI));
  }

  @ParameterizedTest
  @CsvSource({
    "81 ce 0003 00000001 00000002, longer than the datagram",
    "41 ce 0002 00000001 00000002, version 1",
    "81 ce,                        half a header",
  })
  void nothingIsReadFromAPacketWithoutATrueLengthOn(String hex, String what) {
    assertEquals(
        List.of(new ReceiverReport(1, List.of())), parse(EMPTY_RECEIVER_REPORT + hex), what);
  }

  @ParameterizedTest
  @CsvSource({
    "a1 ce 0003 00000001 00000002 00000004, a whole word",
    "a1 ce 0003 00000001 00000002 ffffff01, less than a word as libwebrtc has it",
  })
  void paddingIsTakenOff(String hex, String what) {
    assertEquals(List.of(new PictureLossIndication(1, 2)), parse(hex), what);
  }

  @ParameterizedTest
  @CsvSource({
    "a1 ce 0002 00000001 00000000, length 0",
    "a1 ce 0002 00000001 00000009, longer than the packet",
    "a1 ce 0002 00000001 00000004, eats into what the type needs",
    "a0 cb 0000,                   no room for it",
  })
  void paddingThatCannotBeRightLeavesThePacketOut(String hex, String what) {
    assertEquals(
        List.of(new ReceiverReport(1, List.of())), parse(hex + EMPTY_RECEIVER_REPORT), what);
  }

  @Test
  void aDatagramYieldsABoundedNumberOfPackets() {
    assertEquals(RtcpPacket.MAX_PACKETS, parse("80 cb 0000".repeat(1000)).size());
  }

  @ParameterizedTest
  @CsvSource({
    "80 cf 0002 00000001 04 00 0000,       207,  0, extended report",
    "82 cc 0002 00000001 6e616d65,         204,  2, application-defined",
    "83 cd 0003 00000001 00000002 deadbeef, 205,  3, unassigned transport feedback",
    "82 ce 0003 00000001 00000002 deadbeef, 206,  2, slice loss indication",
    "8f ce 0003 00000001 00000002 4e414d45, 206, 15, application-layer feedback other than REMB",
    "a0 cf 0002 00000001 00000004,         207,  0, extended report with padding",
  })
  void otherTypesAreKeptAsTheirBytes(String hex, int packetType, int count, String what) {
    UnknownRtcp packet = parseOne(UnknownRtcp.class, hex);

    assertEquals(packetType, packet.packetType(), what);
    assertEquals(count, packet.count(), what);
    RtcpBytes.assertWrites(hex, packet);
  }

  @Test
  void aCompoundTakesPacketsWhileThereIsRoom() {
    byte[] out = new byte[32];
    RtcpCompound compound = new RtcpCompound(out, 4, 20);

    assertTrue(compound.isEmpty());
    assertTrue(compound.add(new ReceiverReport(1, List.of())));
    assertTrue(compound.add(new PictureLossIndication(1, 2)));
    assertEquals(false, compound.add(new Goodbye(List.of())));
    assertEquals(20, compound.length());
    assertEquals(
        List.of(new ReceiverReport(1, List.of()), new PictureLossIndication(1, 2)),
        RtcpPacket.parse(out, 4, compound.length()));

    compound.clear();
    assertTrue(compound.add(new Goodbye(List.of())));
    assertEquals(List.of(new Goodbye(List.of())), RtcpPacket.parse(out, 4, compound.length()));
  }
}
