package org.meshless.sfu.dtls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

class DtlsRecordsFuzzTest {
  @FuzzTest
  void recordsLieWithinTheDatagramAndTheirFragmentsWithinThem(byte[] datagram) {
    boolean hello = DtlsRecords.isClientHello(datagram, datagram.length);
    assertTrue(!hello || datagram.length > DtlsRecords.HEADER + DtlsRecords.FRAGMENT_HEADER - 1);
    int at = 0;
    int length = DtlsRecords.length(datagram, at, datagram.length);
    while (length > 0) {
      assertTrue(at + length <= datagram.length);
      if (DtlsRecords.isSane(datagram, at, length)) {
        int fragment = at + DtlsRecords.HEADER;
        assertTrue(fragment + DtlsRecords.FRAGMENT_HEADER <= at + length);
      }
      at += length;
      length = DtlsRecords.length(datagram, at, datagram.length);
    }
  }

  /** Whatever comes in, no more than its records comes out, and the rest is bounded. */
  @FuzzTest
  void theGatePassesNoMoreThanItTook(byte[] datagram) {
    FlightGate gate = new FlightGate();
    gate.accept(datagram);
    gate.accept(datagram);
    int passed = 0;
    for (byte[] record = gate.poll(); record != null; record = gate.poll()) {
      passed += record.length;
    }
    assertTrue(passed <= 2 * datagram.length);
  }
}
