package org.meshless.signaling.hall;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes ids and secrets that nobody guesses. */
public final class Identifiers {
  private final RandomGenerator random;

  /** With the platform's secure randomness. */
  public Identifiers() {
    this(new SecureRandom());
  }

  /** With randomness of one's own; tests give a seeded one. */
  public Identifiers(RandomGenerator random) {
    this.random = random;
  }

  /** A participant's id, known to the whole room: 72 bits in 12 URL-safe characters. */
  String participant() {
    return text(9);
  }

  /** A seat's id, known to its holder: 96 bits. */
  String seat() {
    return text(12);
  }

  /** What proves that one holds the seat: 256 bits. */
  String secret() {
    return text(32);
  }

  private String text(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
