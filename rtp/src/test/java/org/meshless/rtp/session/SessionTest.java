package org.meshless.rtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
  @ParameterizedTest
  @CsvSource({
    "SENDRECV, SENDRECV",
    "SENDONLY, RECVONLY",
    "RECVONLY, SENDONLY",
    "INACTIVE, INACTIVE",
  })
  void aDirectionIsTheReverseOfItsReverse(Direction direction, Direction reversed) {
    assertEquals(reversed, direction.reversed());
    assertEquals(direction.sends(), reversed.receives());
    assertEquals(direction.receives(), reversed.sends());
  }

  @Test
  void theTextFormOfATransportHidesThePassword() {
    RemoteTransport transport = new RemoteTransport("ufrag", "secret", "sha-256", "AB:CD");

    assertEquals(
        "RemoteTransport[iceUfrag=ufrag, fingerprint=sha-256 AB:CD]", transport.toString());
    assertFalse(transport.toString().contains("secret"));
  }
}
