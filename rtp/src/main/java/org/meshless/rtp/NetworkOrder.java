package org.meshless.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Integers in network byte order (big-endian) inside a {@code byte[]}.
 *
 * <p>Unsigned values come back in the next larger type, so a 32-bit field is a {@code long} in 0 …
 * 2³² − 1. Writing takes the low bits of its argument. Neither allocates. The caller has checked
 * that the bytes are there; an offset outside the array is a bug and throws {@link
 * IndexOutOfBoundsException}.
 */
public final class NetworkOrder {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private NetworkOrder() {}

  /** The unsigned byte at {@code offset}: 0 … 255. */
  public static int getUnsigned8(byte[] b, int offset) {
    return b[offset] & 0xff;
  }

  /** The 16 bits at {@code offset}: 0 … 65535. */
  public static int getUnsigned16(byte[] b, int offset) {
    return (short) SHORT.get(b, offset) & 0xffff;
  }

  /** The 24 bits at {@code offset}: 0 … 2²⁴ − 1. */
  public static int getUnsigned24(byte[] b, int offset) {
    return (b[offset] & 0xff) << 16 | getUnsigned16(b, offset + 1);
  }

  /** The 32 bits at {@code offset}: 0 … 2³² − 1. */
  public static long getUnsigned32(byte[] b, int offset) {
    return (int) INT.get(b, offset) & 0xffff_ffffL;
  }

  /** The 64 bits at {@code offset}; unsigned values above 2⁶³ − 1 appear negative. */
  public static long get64(byte[] b, int offset) {
    return (long) LONG.get(b, offset);
  }

  /** Writes the low 8 bits of {@code value}. */
  public static void put8(byte[] b, int offset, int value) {
    b[offset] = (byte) value;
  }

  /** Writes the low 16 bits of {@code value}. */
  public static void put16(byte[] b, int offset, int value) {
    SHORT.set(b, offset, (short) value);
  }

  /** Writes the low 24 bits of {@code value}. */
  public static void put24(byte[] b, int offset, int value) {
    b[offset] = (byte) (value >>> 16);
    SHORT.set(b, offset + 1, (short) value);
  }

  /** Writes the low 32 bits of {@code value}. */
  public static void put32(byte[] b, int offset, long value) {
    INT.set(b, offset, (int) value);
  }

  /** Writes all 64 bits of {@code value}. */
  public static void put64(byte[] b, int offset, long value) {
    LONG.set(b, offset, value);
  }
}
