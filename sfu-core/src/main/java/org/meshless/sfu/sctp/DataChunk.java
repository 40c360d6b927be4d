package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.getUnsigned8;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;

import org.jspecify.annotations.Nullable;

/**
 * User data: DATA (RFC 9260 §3.3.1) or, where messages may interleave, I-DATA (RFC 8260 §2.1).
 *
 * <pre>
 *   DATA    TSN(4) stream(2) SSN(2) PPID(4) data …
 *   I-DATA  TSN(4) stream(2) 0(2) MID(4) PPID or FSN(4) data …
 * </pre>
 *
 * @param flags I (0x08), U (0x04), B (0x02), E (0x01)
 * @param tsn transmission sequence number, 32 bits
 * @param streamId 0 … 65535
 * @param sequence the message's number in its stream: SSN (16 bits) or MID (32 bits)
 * @param fragment the fragment's number in its message, of an I-DATA chunk alone
 * @param ppid payload protocol identifier; 0 in an I-DATA chunk that begins no message
 * @param bytes holds the user data; only lent
 * @param offset of the user data
 * @param size of the user data in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // lent while the chunk is looked at, never compared
record DataChunk(
    boolean interleaving,
    int flags,
    int tsn,
    int streamId,
    int sequence,
    int fragment,
    int ppid,
    byte[] bytes,
    int offset,
    int size)
    implements Chunk {
  static final int END = 0x01;
  static final int BEGIN = 0x02;
  static final int UNORDERED = 0x04;

  /** The sender asks for a SACK without delay (RFC 9260 §6.2). */
  static final int IMMEDIATE = 0x08;

  static final int DATA_HEADER = 16;
  static final int I_DATA_HEADER = 20;

  static @Nullable DataChunk read(byte[] b, int at, int length) {
    boolean interleaving = getUnsigned8(b, at) == I_DATA;
    int header = header(interleaving);
    if (length < header) {
      return null;
    }
    int flags = getUnsigned8(b, at + 1) & 0x0f;
    boolean begins = (flags & BEGIN) != 0;
    int last = (int) getUnsigned32(b, at + header - 4);
    return new DataChunk(
        interleaving,
        flags,
        (int) getUnsigned32(b, at + 4),
        getUnsigned16(b, at + 8),
        interleaving ? (int) getUnsigned32(b, at + 12) : getUnsigned16(b, at + 10),
        interleaving && !begins ? last : 0,
        interleaving && !begins ? 0 : last,
        b,
        at + header,
        length - header);
  }

  static int header(boolean interleaving) {
    return interleaving ? I_DATA_HEADER : DATA_HEADER;
  }

  boolean begins() {
    return (flags & BEGIN) != 0;
  }

  boolean ends() {
    return (flags & END) != 0;
  }

  boolean unordered() {
    return (flags & UNORDERED) != 0;
  }

  boolean immediate() {
    return (flags & IMMEDIATE) != 0;
  }

  @Override
  public int length() {
    return header(interleaving) + size;
  }

  @Override
  public void write(byte[] out, int at) {
    int header = header(interleaving);
    Chunk.writeHeader(out, at, interleaving ? I_DATA : DATA, flags, header + size);
    put32(out, at + 4, tsn);
    put16(out, at + 8, streamId);
    if (interleaving) {
      put16(out, at + 10, 0);
      put32(out, at + 12, sequence);
    } else {
      put16(out, at + 10, sequence);
    }
    put32(out, at + header - 4, interleaving && !begins() ? fragment : ppid);
    System.arraycopy(bytes, offset, out, at + header, size);
  }
}
