package org.meshless.rtp.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpKeysTest {
  @ParameterizedTest
  @EnumSource
  void exportedMaterialIsClientKeyServerKeyClientSaltServerSalt(SrtpProfile profile) {
    byte[] material = new byte[profile.keyingMaterialLength()];
    int key = profile.keyLength();
    int salt = profile.saltLength();
    Arrays.fill(material, 0, key, (byte) 1);
    Arrays.fill(material, key, 2 * key, (byte) 2);
    Arrays.fill(material, 2 * key, 2 * key + salt, (byte) 3);
    Arrays.fill(material, 2 * key + salt, 2 * key + 2 * salt, (byte) 4);
    assertArrayEquals(filled(key, 1), SrtpKeys.clientWrite(profile, material).key());
    assertArrayEquals(filled(salt, 3), SrtpKeys.clientWrite(profile, material).salt());
    assertArrayEquals(filled(key, 2), SrtpKeys.serverWrite(profile, material).key());
    assertArrayEquals(filled(salt, 4), SrtpKeys.serverWrite(profile, material).salt());
  }

  @ParameterizedTest
  @EnumSource
  void materialOfAnotherLengthIsRefused(SrtpProfile profile) {
    byte[] material = new byte[profile.keyingMaterialLength() + 1];
    assertThrows(IllegalArgumentException.class, () -> SrtpKeys.clientWrite(profile, material));
    assertThrows(
        IllegalArgumentException.class, () -> new SrtpKeys(profile, new byte[1], new byte[12]));
  }

  @Test
  void theKeyIsNeverShown() {
    SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, filled(16, 0x5A), filled(12, 0x5A));
    assertEquals("SrtpKeys[AEAD_AES_128_GCM]", keys.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aProfileIsFoundByTheIdOfDtls(SrtpProfile profile) {
    assertEquals(profile, SrtpProfile.ofId(profile.id()));
    assertNull(SrtpProfile.ofId(0x0002));
  }

  @Test
  void aProviderIsChosenAndHasAName() {
    assertNotNull(SrtpProvider.choose().name());
    assertEquals("SunJCE", SrtpProvider.sunJce().name());
  }

  private static byte[] filled(int length, int value) {
    byte[] b = new byte[length];
    Arrays.fill(b, (byte) value);
    return b;
  }
}
