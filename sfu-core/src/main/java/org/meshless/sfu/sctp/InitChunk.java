package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.getUnsigned8;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * INIT and INIT ACK (RFC 9260 §3.3.2, §3.3.3).
 *
 * <pre>
 *   initiate tag(4) window(4) outbound streams(2) inbound streams(2) initial TSN(4) parameters …
 * </pre>
 *
 * @param initiateTag what the other side puts into its packets from now on; never 0
 * @param window bytes the sender has room for, 0 … 2³² − 1
 * @param outboundStreams it wants to send on, 1 … 65535
 * @param inboundStreams it accepts at most, 1 … 65535
 * @param cookie of an INIT ACK; empty in an INIT
 * @param unrecognized parameters that their type asks to report, padded, at most {@link
 *     #MAX_UNRECOGNIZED} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InitChunk(
    boolean ack,
    int initiateTag,
    long window,
    int outboundStreams,
    int inboundStreams,
    int initialTsn,
    Extensions extensions,
    byte[] cookie,
    byte[] unrecognized)
    implements Chunk {
  static final int FIXED = 20;
  static final int MAX_COOKIE = 1024;
  static final int MAX_UNRECOGNIZED = 128;
  static final byte[] NONE = {};

  private static final int STATE_COOKIE = 7;
  private static final int UNRECOGNIZED = 8;
  private static final int IPV4 = 5;
  private static final int IPV6 = 6;
  private static final int COOKIE_PRESERVATIVE = 9;
  private static final int SUPPORTED_ADDRESS_TYPES = 12;
  private static final int ZERO_CHECKSUM = 0x8001;
  private static final int SUPPORTED_EXTENSIONS = 0x8008;
  private static final int FORWARD_TSN_SUPPORTED = 0xc000;

  /** Unless this bit of an unknown parameter's type is set, reading stops there (§3.2.1). */
  private static final int SKIP = 0x8000;

  private static final int REPORT = 0x4000;

  /** The error detection of DTLS, as RFC 9653 §4 numbers it. */
  private static final int DTLS = 1;

  static @Nullable InitChunk read(byte[] b, int at, int length) {
    if (length < FIXED) {
      return null;
    }
    boolean ack = getUnsigned8(b, at) == INIT_ACK;
    int tag = (int) getUnsigned32(b, at + 4);
    int outbound = getUnsigned16(b, at + 12);
    int inbound = getUnsigned16(b, at + 14);
    ParameterReader reader = new ParameterReader();
    boolean legible = reader.read(new Parameters(b, at + FIXED, at + length));
    if (!legible
        || tag == 0
        || outbound == 0
        || inbound == 0
        || (ack && reader.cookie.length == 0)) {
      return null;
    }
    return new InitChunk(
        ack,
        tag,
        getUnsigned32(b, at + 8),
        outbound,
        inbound,
        (int) getUnsigned32(b, at + 16),
        reader.extensions(),
        ack ? reader.cookie : NONE,
        reader.unrecognized);
  }

  @Override
  public int length() {
    return FIXED
        + (extensions.partialReliability() ? 4 : 0)
        + Chunk.padded(4 + chunkTypes())
        + (extensions.zeroChecksum() ? 8 : 0)
        + (cookie.length == 0 ? 0 : Chunk.padded(4 + cookie.length))
        + (unrecognized.length == 0 ? 0 : 4 + unrecognized.length);
  }

  @Override
  public void write(byte[] out, int start) {
    int length = length();
    Arrays.fill(out, start, start + length, (byte) 0);
    Chunk.writeHeader(out, start, ack ? INIT_ACK : INIT, 0, length);
    put32(out, start + 4, initiateTag);
    put32(out, start + 8, window);
    put16(out, start + 12, outboundStreams);
    put16(out, start + 14, inboundStreams);
    put32(out, start + 16, initialTsn);
    int at = writeExtensions(out, start + FIXED);
    if (cookie.length > 0) {
      at = writeBytes(out, at, STATE_COOKIE, cookie);
    }
    if (unrecognized.length > 0) {
      writeBytes(out, at, UNRECOGNIZED, unrecognized);
    }
  }

  private int writeExtensions(byte[] out, int start) {
    Parameters.writeHeader(out, start, SUPPORTED_EXTENSIONS, 4 + chunkTypes());
    int to = start + 4;
    if (extensions.reconfiguration()) {
      put8(out, to++, RE_CONFIG);
    }
    if (extensions.partialReliability()) {
      put8(out, to++, FORWARD_TSN);
    }
    if (extensions.interleaving()) {
      put8(out, to++, I_DATA);
      put8(out, to++, I_FORWARD_TSN);
    }
    int at = start + Chunk.padded(4 + chunkTypes());
    if (extensions.zeroChecksum()) {
      Parameters.writeHeader(out, at, ZERO_CHECKSUM, 8);
      put32(out, at + 4, DTLS);
      at += 8;
    }
    if (extensions.partialReliability()) {
      Parameters.writeHeader(out, at, FORWARD_TSN_SUPPORTED, 4);
      at += 4;
    }
    return at;
  }

  private int chunkTypes() {
    return (extensions.reconfiguration() ? 1 : 0)
        + (extensions.partialReliability() ? 1 : 0)
        + (extensions.interleaving() ? 2 : 0);
  }

  private static int writeBytes(byte[] out, int at, int type, byte[] value) {
    Parameters.writeHeader(out, at, type, 4 + value.length);
    System.arraycopy(value, 0, out, at + 4, value.length);
    return at + Chunk.padded(4 + value.length);
  }

  /** Gathers what the parameters say. */
  private static final class ParameterReader {
    byte[] cookie = NONE;
    byte[] unrecognized = NONE;
    private boolean forwardTsn;
    private boolean reconfig;
    private boolean data;
    private boolean interleavedForwardTsn;
    private boolean zeroChecksum;

    /** Returns false when they cannot be read. */
    boolean read(Parameters parameters) {
      while (parameters.next()) {
        switch (parameters.type()) {
          case STATE_COOKIE -> {
            if (parameters.valueLength() > MAX_COOKIE) {
              return false;
            }
            cookie = copy(parameters, parameters.valueAt(), parameters.valueLength());
          }
          case FORWARD_TSN_SUPPORTED -> forwardTsn = true;
          case SUPPORTED_EXTENSIONS -> readChunkTypes(parameters);
          case ZERO_CHECKSUM ->
              zeroChecksum =
                  parameters.valueLength() == 4
                      && getUnsigned32(parameters.bytes, parameters.valueAt()) == DTLS;
          // RFC 8261 §6: addresses mean nothing over DTLS.
          case IPV4, IPV6, COOKIE_PRESERVATIVE, SUPPORTED_ADDRESS_TYPES, UNRECOGNIZED -> {}
          default -> {
            if ((parameters.type() & REPORT) != 0) {
              report(parameters);
            }
            if ((parameters.type() & SKIP) == 0) {
              return true;
            }
          }
        }
      }
      return !parameters.isMalformed();
    }

    Extensions extensions() {
      return new Extensions(forwardTsn, reconfig, data && interleavedForwardTsn, zeroChecksum);
    }

    private void readChunkTypes(Parameters parameters) {
      for (int i = 0; i < parameters.valueLength(); i++) {
        switch (getUnsigned8(parameters.bytes, parameters.valueAt() + i)) {
          case RE_CONFIG -> reconfig = true;
          case I_DATA -> data = true;
          case I_FORWARD_TSN -> interleavedForwardTsn = true;
          default -> {} // FORWARD-TSN has a parameter of its own; others are not spoken here
        }
      }
    }

    private void report(Parameters parameters) {
      int before = unrecognized.length;
      int after = before + Chunk.padded(parameters.length);
      if (after <= MAX_UNRECOGNIZED) {
        unrecognized = Arrays.copyOf(unrecognized, after);
        System.arraycopy(parameters.bytes, parameters.at, unrecognized, before, parameters.length);
      }
    }

    private static byte[] copy(Parameters parameters, int from, int length) {
      return Arrays.copyOfRange(parameters.bytes, from, from + length);
    }
  }
}
