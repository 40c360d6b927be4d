package org.meshless.rtp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H264ProfileTest {
  @ParameterizedTest
  @CsvSource({
    "42e01f, CONSTRAINED_BASELINE",
    "42E01F, CONSTRAINED_BASELINE",
    "42c02a, CONSTRAINED_BASELINE",
    "424015, CONSTRAINED_BASELINE",
    "4d8015, CONSTRAINED_BASELINE",
    "58c01f, CONSTRAINED_BASELINE",
    "42001f, BASELINE",
    "42a01f, BASELINE",
    "58801f, BASELINE",
    "4d001f, MAIN",
    "4d4015, MAIN",
    "58001f, EXTENDED",
    "640034, HIGH",
    "640c34, CONSTRAINED_HIGH",
    "f4001f, HIGH_444_PREDICTIVE",
  })
  void profilesAreToldByIdcAndConstraintFlags(String profileLevelId, H264Profile profile) {
    assertEquals(profile, H264Profile.ofProfileLevelId(profileLevelId));
  }

  @ParameterizedTest
  @CsvSource({
    "''", "42e01", "42e01f0", "42e0zz", "-2e01f", "000000", "42e11f", "6e001f", "640834", "f4801f"
  })
  void everythingElseIsNoProfile(String profileLevelId) {
    @Nullable H264Profile profile = H264Profile.ofProfileLevelId(profileLevelId);

    assertEquals(null, profile);
  }
}
