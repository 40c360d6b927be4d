package org.meshless.sfu.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlightGateTest {
  private static final int CERTIFICATE = 11;
  private static final int CLIENT_KEY_EXCHANGE = 16;

  private final FlightGate gate = new FlightGate();
  private int sequence;

  @BeforeEach
  void theHelloHasPassed() {
    sequence = 1;
  }

  @Test
  void aFlightInOrderPassesAsItIs() {
    gate.accept(
        join(
            handshake(CERTIFICATE, 300, 0, 300),
            handshake(CLIENT_KEY_EXCHANGE, 66, 0, 66),
            handshake(DtlsRecords.CERTIFICATE_VERIFY, 80, 0, 80),
            changeCipherSpec(),
            encrypted()));
    assertEquals(List.of("22/11", "22/16", "22/15", "20", "22 encrypted"), passed());
  }

  @Test
  void whatOvertakesCertificateVerifyIsHeldUntilItHasPassed() {
    gate.accept(changeCipherSpec());
    gate.accept(encrypted());
    assertEquals(List.of(), passed());
    gate.accept(handshake(DtlsRecords.CERTIFICATE_VERIFY, 80, 0, 80));
    assertEquals(List.of("22/15", "20", "22 encrypted"), passed());
  }

  @Test
  void aCertificateVerifyInPartsHasPassedWithItsLastPart() {
    gate.accept(handshake(DtlsRecords.CERTIFICATE_VERIFY, 80, 40, 40));
    gate.accept(handshake(DtlsRecords.CERTIFICATE_VERIFY, 80, 40, 40));
    gate.accept(changeCipherSpec());
    assertEquals(List.of("22/15", "22/15"), passed());
    gate.accept(handshake(DtlsRecords.CERTIFICATE_VERIFY, 80, 0, 40));
    assertEquals(List.of("22/15", "20"), passed());
  }

  @Test
  void whatIsHeldIsBounded() {
    for (int i = 0; i < 1000; i++) {
      gate.accept(encrypted());
    }
    gate.accept(handshake(DtlsRecords.CERTIFICATE_VERIFY, 80, 0, 80));
    assertEquals(1 + 8, passed().size());
  }

  @Test
  void aMessageOfAbsurdLengthIsDropped() {
    gate.accept(handshake(CERTIFICATE, 1 << 23, 0, 100));
    assertEquals(List.of(), passed());
  }

  @Test
  void whatFollowsABrokenRecordIsDropped() {
    byte[] broken = changeCipherSpec();
    broken[1] = 3;
    gate.accept(join(handshake(CERTIFICATE, 300, 0, 300), broken, handshake(16, 66, 0, 66)));
    assertEquals(List.of("22/11"), passed());
  }

  private List<String> passed() {
    List<String> records = new ArrayList<>();
    for (byte[] record = gate.poll(); record != null; record = gate.poll()) {
      String type = Integer.toString(DtlsRecords.type(record, 0));
      if (DtlsRecords.epoch(record, 0) > 0) {
        records.add(type + " encrypted");
      } else if (DtlsRecords.type(record, 0) == DtlsRecords.HANDSHAKE) {
        records.add(type + "/" + record[DtlsRecords.HEADER]);
      } else {
        records.add(type);
      }
    }
    return records;
  }

  private byte[] handshake(int type, int messageLength, int offset, int length) {
    byte[] record = record(DtlsRecords.HANDSHAKE, 0, DtlsRecords.FRAGMENT_HEADER + length);
    int fragment = DtlsRecords.HEADER;
    record[fragment] = (byte) type;
    put(record, fragment + 1, 3, messageLength);
    put(record, fragment + 6, 3, offset);
    put(record, fragment + 9, 3, length);
    return record;
  }

  private byte[] changeCipherSpec() {
    return record(DtlsRecords.CHANGE_CIPHER_SPEC, 0, 1);
  }

  private byte[] encrypted() {
    return record(DtlsRecords.HANDSHAKE, 1, 48);
  }

  private byte[] record(int type, int epoch, int length) {
    byte[] record = new byte[DtlsRecords.HEADER + length];
    record[0] = (byte) type;
    record[1] = (byte) 0xfe;
    record[2] = (byte) 0xfd;
    put(record, 3, 2, epoch);
    put(record, 7, 4, sequence++);
    put(record, 11, 2, length);
    return record;
  }

  private static void put(byte[] bytes, int at, int size, int value) {
    for (int i = 0; i < size; i++) {
      bytes[at + i] = (byte) (value >>> (8 * (size - 1 - i)));
    }
  }

  private static byte[] join(byte[]... records) {
    int length = 0;
    for (byte[] record : records) {
      length += record.length;
    }
    byte[] datagram = new byte[length];
    int at = 0;
    for (byte[] record : records) {
      System.arraycopy(record, 0, datagram, at, record.length);
      at += record.length;
    }
    return datagram;
  }
}
