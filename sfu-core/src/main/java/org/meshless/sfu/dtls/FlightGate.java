package org.meshless.sfu.dtls;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client's datagrams apart and hands its records on, ChangeCipherSpec and what is encrypted
 * not before CertificateVerify: BouncyCastle starts to read encrypted records when ChangeCipherSpec
 * comes, so a CertificateVerify that was lost or overtaken could never be read again. Confined to
 * its handshake's thread.
 *
 * <p>Drops what is malformed, and handshake messages that claim an absurd length.
 */
final class FlightGate {
  /** The end of a flight: ChangeCipherSpec, Finished, perhaps an alert, each a few times. */
  private static final int MAX_HELD = 8;

  private final Deque<byte[]> ready = new ArrayDeque<>();
  private final Deque<byte[]> held = new ArrayDeque<>();
  private final BitSet certificateVerify = new BitSet();
  private boolean open;

  /** Takes the records of one datagram. */
  void accept(byte[] datagram) {
    int at = 0;
    int length = DtlsRecords.length(datagram, at, datagram.length);
    while (length > 0) {
      byte[] record = Arrays.copyOfRange(datagram, at, at + length);
      if (isEncryptedOrSwitches(record)) {
        pass(record);
      } else if (DtlsRecords.type(record, 0) != DtlsRecords.HANDSHAKE) {
        ready.add(record);
      } else if (DtlsRecords.isSane(record, 0, length)) {
        ready.add(record);
        look(record);
      }
      at += length;
      length = DtlsRecords.length(datagram, at, datagram.length);
    }
  }

  /** The next record, null when there is none. */
  byte @Nullable [] poll() {
    return ready.poll();
  }

  private static boolean isEncryptedOrSwitches(byte[] record) {
    return DtlsRecords.epoch(record, 0) > 0
        || DtlsRecords.type(record, 0) == DtlsRecords.CHANGE_CIPHER_SPEC;
  }

  private void pass(byte[] record) {
    if (open) {
      ready.add(record);
    } else if (held.size() < MAX_HELD) {
      held.add(record);
    }
  }

  /** Opens once all fragments of CertificateVerify have gone by. */
  private void look(byte[] record) {
    int fragment = DtlsRecords.HEADER;
    while (fragment < record.length && !open) {
      int length = DtlsRecords.fragmentLength(record, fragment);
      if (record[fragment] == DtlsRecords.CERTIFICATE_VERIFY) {
        int offset = DtlsRecords.fragmentOffset(record, fragment);
        certificateVerify.set(offset, offset + length);
        if (certificateVerify.cardinality() >= DtlsRecords.messageLength(record, fragment)) {
          open = true;
          ready.addAll(held);
          held.clear();
        }
      }
      fragment += DtlsRecords.FRAGMENT_HEADER + length;
    }
  }
}
