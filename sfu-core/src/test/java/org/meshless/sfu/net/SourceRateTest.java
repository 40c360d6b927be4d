package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SourceRateTest {
  private static final long SECOND = 1_000_000_000L;

  private final SourceRate rate = new SourceRate(100, 10, 1);

  @Test
  void aBurstIsAdmittedAndThenTheRate() throws Exception {
    InetAddress source = ip("192.0.2.1");
    assertEquals(10, admitted(source, 0, 1_000));
    assertEquals(0, admitted(source, SECOND / 100 - 1, 1));
    assertEquals(1, admitted(source, SECOND / 100, 5));
    assertEquals(10, admitted(source, 10 * SECOND, 1_000));
  }

  @Test
  void anotherSourceHasARateOfItsOwn() throws Exception {
    admitted(ip("192.0.2.1"), 0, 1_000);
    assertEquals(10, admitted(ip("192.0.2.2"), 0, 1_000));
  }

  @Test
  void ipv6SourcesShareTheRateOfTheirNetwork() throws Exception {
    admitted(ip("2001:db8:0:1::1"), 0, 1_000);
    assertEquals(0, admitted(ip("2001:db8:0:1:ffff::2"), 0, 10));
    assertEquals(10, admitted(ip("2001:db8:0:2::1"), 0, 1_000));
  }

  @Test
  void timeMayStartAnywhere() throws Exception {
    assertEquals(10, admitted(ip("192.0.2.1"), Long.MIN_VALUE / 2, 1_000));
    assertEquals(10, admitted(ip("192.0.2.1"), -5, 1_000));
  }

  @Test
  void manySourcesRarelyShareAPlace() throws Exception {
    int admitted = 0;
    for (int i = 0; i < 400; i++) {
      admitted += admitted(ip("10.0." + i / 256 + "." + i % 256), 0, 10);
    }
    assertTrue(admitted > 4_000 * 85 / 100, admitted + " of 4000");
  }

  private int admitted(InetAddress source, long nowNs, int attempts) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      if (rate.admits(nowNs, source)) {
        admitted++;
      }
    }
    return admitted;
  }

  private static InetAddress ip(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }
}
