package org.meshless.sfu.sctp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.getUnsigned8;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put8;

import org.jspecify.annotations.Nullable;

/**
 * DATA_CHANNEL_OPEN (RFC 8832 §5.1). Immutable.
 *
 * <pre>
 *   type(1) = 3 channel type(1) priority(2) reliability parameter(4)
 *   label length(2) protocol length(2) label … protocol …
 * </pre>
 */
record ChannelOpen(String label, String protocol, Reliability reliability) {
  /** Of label and protocol, each, in bytes of UTF-8. */
  static final int MAX_NAME = 1024;

  static final int OPEN = 3;
  static final int ACK = 2;
  private static final int FIXED = 12;
  private static final int UNORDERED = 0x80;
  private static final int RELIABLE = 0;
  private static final int LIMITED_RETRANSMITS = 1;
  private static final int LIMITED_LIFETIME = 2;
  private static final int NORMAL_PRIORITY = 256;
  private static final int MAX_PARAMETER = 0xffff;

  /** Reads one; null when it is malformed, longer than we keep, or of an unknown type. */
  static @Nullable ChannelOpen read(byte[] b) {
    if (b.length < FIXED) {
      return null;
    }
    int labelLength = getUnsigned16(b, 8);
    int protocolLength = getUnsigned16(b, 10);
    Reliability reliability = reliability(getUnsigned8(b, 1), getUnsigned32(b, 4));
    if (reliability == null
        || labelLength > MAX_NAME
        || protocolLength > MAX_NAME
        || FIXED + labelLength + protocolLength > b.length) {
      return null;
    }
    return new ChannelOpen(
        new String(b, FIXED, labelLength, UTF_8),
        new String(b, FIXED + labelLength, protocolLength, UTF_8),
        reliability);
  }

  private static @Nullable Reliability reliability(int type, long parameter) {
    boolean ordered = (type & UNORDERED) == 0;
    int limit = (int) Math.min(parameter, MAX_PARAMETER);
    return switch (type & ~UNORDERED) {
      case RELIABLE -> new Reliability(ordered, Reliability.UNLIMITED, Reliability.UNLIMITED);
      case LIMITED_RETRANSMITS -> new Reliability(ordered, limit, Reliability.UNLIMITED);
      case LIMITED_LIFETIME -> new Reliability(ordered, Reliability.UNLIMITED, limit);
      default -> null;
    };
  }

  /**
   * The message.
   *
   * @throws IllegalArgumentException if label or protocol are longer than {@link #MAX_NAME}
   */
  byte[] bytes() {
    byte[] labelBytes = label.getBytes(UTF_8);
    byte[] protocolBytes = protocol.getBytes(UTF_8);
    if (labelBytes.length > MAX_NAME || protocolBytes.length > MAX_NAME) {
      throw new IllegalArgumentException("label or protocol of more than " + MAX_NAME + " bytes");
    }
    byte[] b = new byte[FIXED + labelBytes.length + protocolBytes.length];
    put8(b, 0, OPEN);
    put8(b, 1, type());
    put16(b, 2, NORMAL_PRIORITY);
    put32(b, 4, Math.max(0, Math.max(reliability.maxRetransmits(), reliability.maxLifetimeMs())));
    put16(b, 8, labelBytes.length);
    put16(b, 10, protocolBytes.length);
    System.arraycopy(labelBytes, 0, b, FIXED, labelBytes.length);
    System.arraycopy(protocolBytes, 0, b, FIXED + labelBytes.length, protocolBytes.length);
    return b;
  }

  private int type() {
    int kind = RELIABLE;
    if (reliability.maxRetransmits() != Reliability.UNLIMITED) {
      kind = LIMITED_RETRANSMITS;
    } else if (reliability.maxLifetimeMs() != Reliability.UNLIMITED) {
      kind = LIMITED_LIFETIME;
    }
    return reliability.ordered() ? kind : kind | UNORDERED;
  }
}
