package org.meshless.perf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StunFloodTest {
  private static final String UFRAG = "victimUfrag";
  private static final String PASSWORD = "thePasswordOfTheVictim";
  private static final int PER_SECOND = 5_000;
  private static final int LOOKED_AT = 1_000;

  private final Inet4Address loopback = (Inet4Address) InetAddress.getLoopbackAddress();

  @Test
  void checksAreWellFormedFromManyAddressesHalfInAPartysNameAndNoneGenuine() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, loopback)) {
      server.setSoTimeout(30_000);
      InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
      RemotePeer victim =
          new RemotePeer(UFRAG, PASSWORD, address, "sha-256", "", List.of(), List.of());
      assertTrue(isGenuine(genuine(), address));
      Set<InetAddress> sources = new HashSet<>();
      int named = 0;
      try (StunFlood flood = new StunFlood(victim, loopback, PER_SECOND, new SplittableRandom(1))) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        for (int i = 0; i < LOOKED_AT; i++) {
          server.receive(packet);
          byte[] check = Arrays.copyOf(packet.getData(), packet.getLength());
          assertEquals(0x0001, check[0] << 8 | check[1]);
          assertEquals(check.length - 20, (check[2] & 0xff) << 8 | (check[3] & 0xff));
          assertNull(new CheckAnswer(PASSWORD).to(check, check.length, address));
          named += new String(check, StandardCharsets.ISO_8859_1).contains(UFRAG + ":") ? 1 : 0;
          sources.add(packet.getAddress());
        }
        assertTrue(flood.sent() >= LOOKED_AT);
        assertTrue(flood.sentPerSecond() < 2 * PER_SECOND, "rate: " + flood.sentPerSecond());
      }
      assertEquals(0.5, (double) named / LOOKED_AT, 0.1);
      assertTrue(sources.size() > 10, "sources: " + sources.size());
    }
  }

  private static byte[] genuine() {
    ConnectivityCheck check = new ConnectivityCheck("ours", UFRAG, PASSWORD, 1);
    int length = check.write(2);
    return Arrays.copyOf(check.bytes(), length);
  }

  private static boolean isGenuine(byte[] check, InetSocketAddress from) {
    return new CheckAnswer(PASSWORD).to(check, check.length, from) != null;
  }
}
