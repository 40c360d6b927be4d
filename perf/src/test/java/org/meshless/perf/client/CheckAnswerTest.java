package org.meshless.perf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.NetworkOrder;

final class CheckAnswerTest {
  private static final String PWD = "0123456789abcdef0123456789abcdef";

  private final InetSocketAddress from =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
  private final ConnectivityCheck check = new ConnectivityCheck("them", "us", PWD, 42);
  private final int length = check.write(0x1122334455667788L);

  @Test
  void anAuthenticCheckIsAnsweredUnderTheSamePassword() {
    byte[] answer = new CheckAnswer(PWD).to(check.bytes(), length, from);

    assertNotNull(answer);
    assertTrue(check.isSuccess(answer, answer.length));
  }

  @Test
  void theAnswerTellsWhereTheCheckCameFrom() {
    byte[] answer = new CheckAnswer(PWD).to(check.bytes(), length, from);

    assertNotNull(answer);
    assertEquals(4711, NetworkOrder.getUnsigned16(answer, 26) ^ 0x2112);
    assertEquals(0x7f000001L, NetworkOrder.getUnsigned32(answer, 28) ^ 0x2112A442L);
  }

  @Test
  void aCheckUnderAnotherPasswordIsNotAnswered() {
    assertNull(new CheckAnswer(PWD.replace('0', '1')).to(check.bytes(), length, from));
  }

  @Test
  void aCheckThatWasChangedOrCutOffIsNotAnswered() {
    for (int cut = 0; cut < length - 8; cut++) {
      assertNull(new CheckAnswer(PWD).to(check.bytes(), cut, from), cut + " bytes");
    }
    check.bytes()[30] ^= 1;
    assertNull(new CheckAnswer(PWD).to(check.bytes(), length, from));
  }
}
