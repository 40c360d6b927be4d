package org.meshless.rtp.srtp;

import java.util.Arrays;

/**
 * Master key and master salt of one direction of a session.
 *
 * <p>Immutable. Never shows the key: not by {@code toString}, not by an accessor.
 */
public final class SrtpKeys {
  private final SrtpProfile profile;
  private final byte[] key;
  private final byte[] salt;

  /**
   * Copies {@code key} and {@code salt}.
   *
   * @throws IllegalArgumentException if their lengths are not the profile's
   */
  public SrtpKeys(SrtpProfile profile, byte[] key, byte[] salt) {
    if (key.length != profile.keyLength() || salt.length != profile.saltLength()) {
      throw new IllegalArgumentException(
          profile
              + " takes a key of "
              + profile.keyLength()
              + " and a salt of "
              + profile.saltLength()
              + " bytes, not "
              + key.length
              + " and "
              + salt.length);
    }
    this.profile = profile;
    this.key = key.clone();
    this.salt = salt.clone();
  }

  /**
   * What the DTLS client protects with: as a DTLS server, the keys to receive with.
   *
   * @param keyingMaterial {@link SrtpProfile#keyingMaterialLength()} bytes exported under the label
   *     "EXTRACTOR-dtls_srtp"
   */
  public static SrtpKeys clientWrite(SrtpProfile profile, byte[] keyingMaterial) {
    return slice(profile, keyingMaterial, 0);
  }

  /** What the DTLS server protects with; see {@link #clientWrite}. */
  public static SrtpKeys serverWrite(SrtpProfile profile, byte[] keyingMaterial) {
    return slice(profile, keyingMaterial, 1);
  }

  // RFC 5764 §4.2: client key | server key | client salt | server salt.
  private static SrtpKeys slice(SrtpProfile profile, byte[] material, int side) {
    if (material.length != profile.keyingMaterialLength()) {
      throw new IllegalArgumentException(
          profile + " takes " + profile.keyingMaterialLength() + " bytes, not " + material.length);
    }
    int key = side * profile.keyLength();
    int salt = 2 * profile.keyLength() + side * profile.saltLength();
    return new SrtpKeys(
        profile,
        Arrays.copyOfRange(material, key, key + profile.keyLength()),
        Arrays.copyOfRange(material, salt, salt + profile.saltLength()));
  }

  /** The profile these keys are for. */
  public SrtpProfile profile() {
    return profile;
  }

  byte[] key() {
    return key.clone();
  }

  byte[] salt() {
    return salt.clone();
  }

  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }
}
