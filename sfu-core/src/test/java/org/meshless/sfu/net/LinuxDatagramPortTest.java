package org.meshless.sfu.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxDatagramPortTest {
  private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 5_000);
  private static final InetSocketAddress BOB = new InetSocketAddress("2001:db8::2", 40_000);
  private static final int EPERM = -1;
  private static final int EINTR = -4;
  private static final int EIO = -5;
  private static final int EAGAIN = -11;
  private static final int EINVAL = -22;
  private static final int EMSGSIZE = -90;

  private final LoopCounters counters = new LoopCounters();
  private final PlayedKernel kernel = new PlayedKernel();
  private final LinuxDatagramPort port = new LinuxDatagramPort(kernel, counters);
  private final byte[] bytes = new byte[70_000];

  @Test
  void datagramsWaitForTheFlush() {
    port.add(7, true);
    port.send(0, ANN, bytes, 100, 1_200);
    assertEquals(List.of(), kernel.taken());
    port.flush();
    assertEquals(List.of("7: 192.0.2.1:5000 1200"), kernel.taken());
    assertEquals(1, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(1_200, counters.get(LoopCounter.SENT_BYTES));
    assertEquals(1, kernel.calls);
  }

  @Test
  void aLargeBurstBeginsToLeaveBeforeItIsComplete() {
    port.add(7, true);
    for (int i = 0; i < 50; i++) {
      port.sendSegments(0, ANN, bytes, 0, 8_000, 1_000);
    }
    assertTrue(counters.get(LoopCounter.SENT_DATAGRAMS) >= 8 * 48);
    assertTrue(kernel.calls <= 25, "a call for each run: " + kernel.calls);
    port.flush();
    assertEquals(400, counters.get(LoopCounter.SENT_DATAGRAMS));
  }

  @Test
  void addressesOfBothFamiliesAreWrittenAsTheKernelReadsThem() {
    port.add(7, true);
    port.send(0, BOB, bytes, 0, 10);
    port.send(0, ANN, bytes, 0, 11);
    port.send(0, new InetSocketAddress("255.254.1.0", 65_535), bytes, 0, 12);
    port.flush();
    assertEquals(
        List.of(
            "7: 2001:db8:0:0:0:0:0:2:40000 10", "7: 192.0.2.1:5000 11", "7: 255.254.1.0:65535 12"),
        kernel.taken());
  }

  @Test
  void bytesAreCopiedDuringTheCall() {
    port.add(7, true);
    bytes[100] = 1;
    port.send(0, ANN, bytes, 100, 10);
    bytes[100] = 2;
    port.flush();
    assertEquals(List.of(1), kernel.firstBytes);
  }

  @Test
  void aRunOfEqualSizesIsOneSegmentedDatagram() {
    port.add(7, true);
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of("7: 192.0.2.1:5000 3100/1000"), kernel.taken());
    assertEquals(4, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_SENDS));
  }

  @Test
  void aDatagramAfterASegmentedOneInTheSamePlaceIsNotSegmented() {
    port.add(7, true);
    port.sendSegments(0, ANN, bytes, 0, 2_000, 1_000);
    port.flush();
    port.send(0, ANN, bytes, 0, 1_200);
    port.flush();
    assertEquals(List.of("7: 192.0.2.1:5000 2000/1000", "7: 192.0.2.1:5000 1200"), kernel.taken());
  }

  @Test
  void withoutSegmentationARunIsSentSingly() {
    port.add(7, false);
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 1_000, 100), kernel.sizes());
    assertEquals(0, counters.get(LoopCounter.SEGMENTED_SENDS));
  }

  @Test
  void aDeviceThatRefusesSegmentsIsSentSinglesFromThenOn() {
    port.add(7, true);
    port.add(8, true);
    kernel.segmented = EIO;
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 1_000, 100), kernel.sizes());
    assertFalse(port.segments(0));
    assertTrue(port.segments(1));
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_FAILURES));
    assertEquals(4, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(0, counters.get(LoopCounter.SEND_REFUSED));
    port.sendSegments(0, ANN, bytes, 0, 2_000, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000), kernel.sizes());
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_SENDS));
  }

  @ParameterizedTest
  @ValueSource(ints = {EINVAL, EMSGSIZE})
  void aRemoteThatCannotBeSentSegmentsIsSentSinglesAndNobodyElse(int errno) {
    port.add(7, true);
    kernel.segmented = errno;
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 1_000, 100), kernel.sizes());
    kernel.segmented = 0;
    port.sendSegments(0, ANN, bytes, 0, 2_000, 1_000);
    port.sendSegments(0, BOB, bytes, 0, 2_000, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 2_000), kernel.sizes());
    assertTrue(port.segments(0));
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_FAILURES));
  }

  @Test
  void severalSuchRemotesSpeakForTheSocketBeingAtFault() {
    port.add(7, true);
    kernel.segmented = EINVAL;
    for (int i = 0; i < 20; i++) {
      InetSocketAddress remote = new InetSocketAddress("198.51.100.1", 1_000 + i);
      port.sendSegments(0, remote, bytes, 0, 2_000, 1_000);
      port.flush();
      assertEquals(List.of(1_000, 1_000), kernel.sizes());
    }
    assertFalse(port.segments(0));
    assertEquals(
        LinuxDatagramPort.MAX_SINGLE_REMOTES, counters.get(LoopCounter.SEGMENTED_FAILURES));
  }

  @Test
  void singlesAfterARefusedSegmentedSendAreInOrder() {
    port.add(7, true);
    kernel.segmented = EIO;
    for (int i = 0; i < 3; i++) {
      bytes[i * 10] = (byte) i;
    }
    port.sendSegments(0, ANN, bytes, 0, 30, 10);
    port.flush();
    assertEquals(List.of(0, 1, 2), kernel.firstBytes);
  }

  @Test
  void aSegmentedSendRefusedForAnotherReasonWasNotSent() {
    port.add(7, true);
    kernel.segmented = EPERM; // a firewall
    port.sendSegments(0, ANN, bytes, 0, 3_000, 1_000);
    port.send(0, ANN, bytes, 0, 50);
    port.flush();
    assertEquals(List.of(50), kernel.sizes());
    assertTrue(port.segments(0));
    assertEquals(3, counters.get(LoopCounter.SEND_REFUSED));
    assertEquals(1, counters.get(LoopCounter.SENT_DATAGRAMS));
  }

  @Test
  void aRefusedDatagramWasNotSent() {
    port.add(7, true);
    kernel.single = EPERM;
    port.send(0, ANN, bytes, 0, 1_000);
    port.flush();
    assertEquals(1, counters.get(LoopCounter.SEND_REFUSED));
    assertEquals(0, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(0, counters.get(LoopCounter.SENT_BYTES));
  }

  @Test
  void whatTheKernelTakesPieceByPieceLeavesInOrder() {
    port.add(7, true);
    kernel.perCall = 2;
    for (int i = 1; i <= 5; i++) {
      port.send(0, ANN, bytes, 0, i);
    }
    port.flush();
    assertEquals(List.of(1, 2, 3, 4, 5), kernel.sizes());
  }

  @Test
  void aSignalIsNoRefusal() {
    port.add(7, true);
    kernel.interruptions = 3;
    port.send(0, ANN, bytes, 0, 1);
    port.flush();
    assertEquals(List.of(1), kernel.sizes());
    assertEquals(0, counters.get(LoopCounter.SEND_REFUSED));
  }

  @Test
  void whatTheKernelHasNoRoomForWaits() {
    port.add(7, true);
    kernel.room = 2;
    for (int i = 1; i <= 5; i++) {
      port.send(0, ANN, bytes, 0, i);
    }
    port.flush();
    assertEquals(List.of(1, 2), kernel.sizes());
    assertTrue(port.isBlocked());
    port.send(0, ANN, bytes, 0, 6);
    kernel.room = 100;
    port.flush();
    assertEquals(List.of(3, 4, 5, 6), kernel.sizes());
    assertFalse(port.isBlocked());
    assertEquals(0, counters.get(LoopCounter.SEND_REFUSED));
  }

  @Test
  void whatASocketCannotTakeIsDroppedRatherThanQueuedWithoutEnd() {
    port.add(7, true);
    kernel.room = 0;
    for (int i = 0; i < 3_000; i++) {
      port.send(0, ANN, bytes, 0, 1_000);
      port.flush();
    }
    long refused = counters.get(LoopCounter.SEND_REFUSED);
    assertTrue(refused > 3_000 - LinuxDatagramPort.QUEUE_BYTES / 1_000 - 1, "refused: " + refused);
    kernel.room = 10_000;
    port.flush();
    assertEquals(3_000 - refused, kernel.sizes().size());
  }

  @Test
  void nothingIsWrittenToADescriptorThatIsClosed() {
    port.add(7, true);
    port.send(0, ANN, bytes, 0, 1_000);
    port.close();
    port.send(0, ANN, bytes, 0, 1_000);
    port.flush();
    assertEquals(0, kernel.calls);
    assertFalse(port.isBlocked());
  }

  @Test
  void moreThanTheKernelSegmentsIsMisuse() {
    port.add(7, true);
    assertThrows(
        IllegalArgumentException.class, () -> port.sendSegments(0, ANN, bytes, 0, 3_300, 50));
  }

  /** Plays the system call, refusals included; reads what it is given as Linux does. */
  private static final class PlayedKernel implements LinuxDatagramPort.Kernel {
    private final List<String> taken = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    final List<Integer> firstBytes = new ArrayList<>();
    int segmented;
    int single;
    int room = 10_000;
    int perCall = 1_000;
    int interruptions;
    int calls;

    List<String> taken() {
      return List.copyOf(taken);
    }

    /** Of what was taken since the last call. */
    List<Integer> sizes() {
      List<Integer> since = List.copyOf(sizes);
      sizes.clear();
      return since;
    }

    @Override
    public int send(int fd, MemorySegment headers, int count) {
      calls++;
      if (interruptions-- > 0) {
        return EINTR;
      }
      for (int i = 0; i < count; i++) {
        Message message = Message.read(headers.asSlice(i * 64L, 64));
        int refusal = message.segment > 0 ? segmented : single;
        int verdict = refusal != 0 ? refusal : room == 0 ? EAGAIN : 0;
        if (verdict != 0 || i == perCall) {
          return i > 0 ? i : verdict;
        }
        room--;
        sizes.add(message.length);
        firstBytes.add(message.first);
        taken.add(fd + ": " + message);
      }
      return count;
    }
  }

  private record Message(String name, int length, int segment, int first) {
    @SuppressWarnings("restricted") // follows the pointers that the kernel would follow
    static Message read(MemorySegment header) {
      int nameLength = (int) header.get(JAVA_LONG, 8);
      MemorySegment name = header.get(ADDRESS, 0).reinterpret(nameLength);
      assertEquals(1, header.get(JAVA_LONG, 24));
      MemorySegment vector = header.get(ADDRESS, 16).reinterpret(16);
      long length = vector.get(JAVA_LONG, 8);
      MemorySegment data = vector.get(ADDRESS, 0).reinterpret(length);
      int segment = 0;
      if (header.get(JAVA_LONG, 40) > 0) {
        MemorySegment control = header.get(ADDRESS, 32).reinterpret(header.get(JAVA_LONG, 40));
        assertEquals(18, control.get(JAVA_LONG, 0));
        assertEquals(17L | 103L << 32, control.get(JAVA_LONG, 8));
        segment = control.get(JAVA_SHORT, 16) & 0xffff;
      }
      return new Message(address(name), (int) length, segment, data.get(JAVA_BYTE, 0));
    }

    private static String address(MemorySegment name) {
      boolean four = name.get(JAVA_SHORT, 0) == 2;
      assertEquals(four ? 16 : 28, name.byteSize());
      assertTrue(four || name.get(JAVA_SHORT, 0) == 10);
      byte[] address = name.asSlice(four ? 4 : 8, four ? 4 : 16).toArray(JAVA_BYTE);
      int port = (name.get(JAVA_BYTE, 2) & 0xff) << 8 | (name.get(JAVA_BYTE, 3) & 0xff);
      try {
        return InetAddress.getByAddress(address).getHostAddress() + ":" + port;
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String toString() {
      return name + " " + length + (segment > 0 ? "/" + segment : "");
    }
  }
}
