package org.meshless.sfu.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
  @Test
  void anAddressIsOfferedAsItIs() throws Exception {
    List<ListenAddress> addresses = ListenAddress.of(ips("10.0.0.1", "2001:db8::1"), List.of());
    assertEquals(
        List.of(
            new ListenAddress(ip("10.0.0.1"), ip("10.0.0.1")),
            new ListenAddress(ip("2001:db8::1"), ip("2001:db8::1"))),
        addresses);
  }

  @Test
  void anAnnouncedAddressStandsForTheFirstOfItsFamily() throws Exception {
    List<ListenAddress> addresses =
        ListenAddress.of(
            ips("127.0.0.1", "2001:db8::1", "10.0.0.1", "10.0.0.2"), ips("203.0.113.5"));
    assertEquals(
        ips("127.0.0.1", "2001:db8::1", "203.0.113.5", "10.0.0.2"),
        addresses.stream().map(ListenAddress::offer).toList());
    assertEquals(ip("10.0.0.1"), addresses.get(2).bind());
  }

  @Test
  void anAnnouncedAddressWithoutAPartnerIsRefused() throws Exception {
    List<InetAddress> listen = ips("10.0.0.1");
    List<InetAddress> announce = ips("203.0.113.5", "203.0.113.6");
    assertThrows(IllegalArgumentException.class, () -> ListenAddress.of(listen, announce));
  }

  @Test
  void aWildcardIsRefused() throws Exception {
    List<InetAddress> any = ips("0.0.0.0");
    assertThrows(IllegalArgumentException.class, () -> ListenAddress.of(any, List.of()));
  }

  @Test
  void thisMachineHasLoopbackLastAndNothingLinkLocal() {
    List<ListenAddress> addresses = ListenAddress.ofThisMachine(List.of());
    assertTrue(addresses.getLast().isLoopback());
    for (ListenAddress address : addresses) {
      assertFalse(address.bind().isAnyLocalAddress());
      assertFalse(address.bind().isLinkLocalAddress());
    }
    assertEquals(1, addresses.stream().filter(ListenAddress::isLoopback).count());
  }

  @Test
  void aScopeIsNotOffered() throws Exception {
    InetAddress scoped = Inet6Address.getByAddress(null, ip("fd00::2").getAddress(), 3);
    ListenAddress address = new ListenAddress(scoped, scoped);
    assertEquals("fd00:0:0:0:0:0:0:2", address.offer().getHostAddress());
    assertEquals(scoped, address.bind());
  }

  @Test
  void candidatesHaveThePrioritiesOfHosts() throws Exception {
    ListenAddress address = new ListenAddress(ip("10.0.0.1"), ip("203.0.113.5"));
    assertEquals(
        new LocalCandidate(ip("203.0.113.5"), 10_000, 0, 2_130_706_431L, "1"),
        address.candidate(10_000, 0)); // RFC 8445 §5.1.2.1: 2²⁴·126 + 2⁸·65535 + 255
    assertEquals(2_130_706_431L - 256, address.candidate(10_000, 1).priority());
  }

  private static InetAddress ip(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }

  private static List<InetAddress> ips(String... addresses) throws UnknownHostException {
    InetAddress[] parsed = new InetAddress[addresses.length];
    for (int i = 0; i < addresses.length; i++) {
      parsed[i] = ip(addresses[i]);
    }
    return List.of(parsed);
  }
}
