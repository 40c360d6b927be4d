package org.meshless.rtp.srtp;

import org.jspecify.annotations.Nullable;

/**
 * A protection profile as DTLS-SRTP negotiates it (RFC 5764 §4.1.2, RFC 7714 §14.2).
 *
 * <p>In order of preference: AES-GCM with 128 bits costs half of counter mode with HMAC-SHA1.
 */
public enum SrtpProfile {
  /** RFC 7714: 128-bit key, 96-bit salt, 16-byte tag on SRTP and SRTCP alike. */
  AEAD_AES_128_GCM(0x0007, 16, 12, 16),
  /** RFC 7714: 256-bit key, 96-bit salt, 16-byte tag on SRTP and SRTCP alike. */
  AEAD_AES_256_GCM(0x0008, 32, 12, 16),
  /** RFC 3711: counter mode, 128-bit key, 112-bit salt, 80-bit tag on SRTP and SRTCP alike. */
  AES_CM_128_HMAC_SHA1_80(0x0001, 16, 14, 10);

  private final int id;
  private final int keyLength;
  private final int saltLength;
  private final int tagLength;

  SrtpProfile(int id, int keyLength, int saltLength, int tagLength) {
    this.id = id;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
  }

  /** The two bytes that name the profile in the use_srtp extension (RFC 5764 §4.1.1). */
  public int id() {
    return id;
  }

  /** Length of the master key in bytes. */
  public int keyLength() {
    return keyLength;
  }

  /** Length of the master salt in bytes. */
  public int saltLength() {
    return saltLength;
  }

  /** Length of the authentication tag in bytes. */
  public int tagLength() {
    return tagLength;
  }

  /** Bytes that protection adds to an RTP packet. */
  public int rtpOverhead() {
    return tagLength;
  }

  /** Bytes that protection adds to an RTCP packet: the tag and the word with the SRTCP index. */
  public int rtcpOverhead() {
    return tagLength + 4;
  }

  /** Bytes to ask of the TLS exporter: keys and salts of both directions (RFC 5764 §4.2). */
  public int keyingMaterialLength() {
    return 2 * (keyLength + saltLength);
  }

  boolean aead() {
    return this != AES_CM_128_HMAC_SHA1_80;
  }

  /** The profile with the given {@link #id()}, or null where it is not one of ours. */
  public static @Nullable SrtpProfile ofId(int id) {
    for (SrtpProfile profile : values()) {
      if (profile.id == id) {
        return profile;
      }
    }
    return null;
  }
}
