package org.meshless.rtp.ext;

import static org.meshless.rtp.NetworkOrder.put16;

/**
 * Writes the header extension of a packet (RFC 8285 §4): the part behind the CSRC list, preamble
 * included.
 *
 * <p>Starts in the one-byte form and turns what it has written into the two-byte form when an
 * element needs that: an id above 14, an empty value or one of more than 16 bytes. The bits on the
 * wire are drawn at {@link HeaderExtensions}.
 *
 * <pre>{@code
 * writer.begin(out, offset + headerLength);
 * writer.addUnsigned(ids.idOf(TRANSPORT_SEQUENCE_NUMBER), number, 2);
 * writer.add(ids.idOf(MID), mid, 0, mid.length);
 * headerLength += writer.finish();
 * }</pre>
 *
 * <p>One writer serves any number of packets, one after the other, without allocating. Confined to
 * its owner; not thread-safe. The array must have room: 4 bytes of preamble, 2 more than its value
 * for each element and 3 of padding are always enough; an {@link IndexOutOfBoundsException} is a
 * bug of the caller's.
 */
public final class ExtensionWriter {
  private static final int PREAMBLE_LENGTH = 4;
  private static final int MAX_ONE_BYTE_VALUE = 16;
  private static final int MAX_TWO_BYTE_VALUE = 255;

  private byte[] out = {};
  private int start;
  private int end;
  private int count;
  private boolean twoByte;

  /** Begins an extension whose preamble will lie at {@code offset}. */
  public void begin(byte[] out, int offset) {
    this.out = out;
    start = offset;
    end = offset + PREAMBLE_LENGTH;
    count = 0;
    twoByte = false;
  }

  /**
   * Adds an element.
   *
   * @param id 1 … 255
   * @param valueLength 0 … 255
   */
  public void add(int id, byte[] value, int valueOffset, int valueLength) {
    int at = addHeader(id, valueLength);
    System.arraycopy(value, valueOffset, out, at, valueLength);
  }

  /**
   * Adds an element whose value is a number in network byte order.
   *
   * @param id 1 … 255
   * @param value its low {@code valueLength} bytes count
   * @param valueLength 1 … 8
   */
  public void addUnsigned(int id, long value, int valueLength) {
    int at = addHeader(id, valueLength);
    for (int i = 0; i < valueLength; i++) {
      out[at + i] = (byte) (value >>> (8 * (valueLength - 1 - i)));
    }
  }

  /**
   * Pads the extension to whole words and completes its preamble.
   *
   * @return its length with the preamble, a multiple of 4; or 0 if nothing was added: then there is
   *     no extension and the packet's X bit stays clear
   */
  public int finish() {
    if (count == 0) {
      return 0;
    }
    while ((end - start) % 4 != 0) {
      out[end++] = 0;
    }
    int profile = twoByte ? HeaderExtensions.TWO_BYTE_PROFILE : HeaderExtensions.ONE_BYTE_PROFILE;
    put16(out, start, profile);
    put16(out, start + 2, (end - start - PREAMBLE_LENGTH) / 4);
    return end - start;
  }

  /** Writes an element's header and returns where its value goes. */
  private int addHeader(int id, int valueLength) {
    if (id < 1 || id > ExtensionMap.MAX_ID || valueLength < 0 || valueLength > MAX_TWO_BYTE_VALUE) {
      throw new IllegalArgumentException("id " + id + ", length " + valueLength);
    }
    boolean fitsOneByte =
        id <= ExtensionMap.MAX_ONE_BYTE_ID && valueLength >= 1 && valueLength <= MAX_ONE_BYTE_VALUE;
    if (!fitsOneByte && !twoByte) {
      widen();
    }
    if (twoByte) {
      out[end++] = (byte) id;
      out[end++] = (byte) valueLength;
    } else {
      out[end++] = (byte) (id << 4 | (valueLength - 1));
    }
    count++;
    int at = end;
    end += valueLength;
    return at;
  }

  /** Turns the elements written so far into the two-byte form, in place: each grows by one byte. */
  private void widen() {
    int first = start + PREAMBLE_LENGTH;
    System.arraycopy(out, first, out, first + count, end - first);
    int from = first + count;
    int to = first;
    for (int i = 0; i < count; i++) {
      int id = (out[from] & 0xff) >>> 4;
      int valueLength = (out[from] & 0x0f) + 1;
      out[to] = (byte) id;
      // With the last element the header's second byte takes the place of the one just read.
      out[to + 1] = (byte) valueLength;
      System.arraycopy(out, from + 1, out, to + 2, valueLength);
      from += 1 + valueLength;
      to += 2 + valueLength;
    }
    end += count;
    twoByte = true;
  }
}
