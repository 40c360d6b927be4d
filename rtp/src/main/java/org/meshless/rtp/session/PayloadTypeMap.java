package org.meshless.rtp.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Codec;

/** The payload types of an m-line, by number and by codec. Immutable; look-ups allocate nothing. */
public final class PayloadTypeMap {
  public static final PayloadTypeMap EMPTY = copyOf(List.of());

  private static final int NUMBERS = 128;

  private final List<PayloadType> all;
  private final @Nullable PayloadType[] byNumber = new @Nullable PayloadType[NUMBERS];
  private final @Nullable PayloadType[] byRtxNumber = new @Nullable PayloadType[NUMBERS];

  private PayloadTypeMap(List<PayloadType> all) {
    this.all = List.copyOf(all);
    for (PayloadType type : this.all) {
      claim(type.number());
      byNumber[type.number()] = type;
      if (type.hasRtx()) {
        claim(type.rtxNumber());
        byRtxNumber[type.rtxNumber()] = type;
      }
    }
  }

  private void claim(int number) {
    if (byNumber[number] != null || byRtxNumber[number] != null) {
      throw new IllegalArgumentException("payload type " + number + " given twice");
    }
  }

  /**
   * The map of these payload types.
   *
   * @param all in order of preference
   * @throws IllegalArgumentException if a number stands for two things
   */
  public static PayloadTypeMap copyOf(List<PayloadType> all) {
    return new PayloadTypeMap(all);
  }

  /** The media payload type with this number; null for any other {@code int}. */
  public @Nullable PayloadType of(int number) {
    return number >= 0 && number < NUMBERS ? byNumber[number] : null;
  }

  /** The media payload type whose retransmissions have this number; null for any other. */
  public @Nullable PayloadType ofRtx(int number) {
    return number >= 0 && number < NUMBERS ? byRtxNumber[number] : null;
  }

  /** The most preferred payload type of exactly this codec, or null. */
  public @Nullable PayloadType of(Codec codec) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).codec().equals(codec)) {
        return all.get(i);
      }
    }
    return null;
  }

  /** All media payload types in order of preference. */
  public List<PayloadType> all() {
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PayloadTypeMap that && all.equals(that.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  @Override
  public String toString() {
    return "PayloadTypeMap" + all;
  }
}
