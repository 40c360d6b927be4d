package org.meshless.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementTest {
  private static InetSocketAddress candidate(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 10_000);
  }

  private static Announcement announcement(
      String host, boolean tls, boolean smallBuffers, String... candidates) {
    return new Announcement(
        host,
        8080,
        tls,
        List.of(
            InetAddress.ofLiteral("127.0.0.1"),
            InetAddress.ofLiteral("192.168.1.5"),
            InetAddress.ofLiteral("fe80::1")),
        Arrays.stream(candidates).map(AnnouncementTest::candidate).toList(),
        smallBuffers,
        4_194_304);
  }

  /** The first two words of every warning's reason. */
  private static List<String> warnings(Announcement announcement) {
    return announcement.lines().stream()
        .filter(line -> line.startsWith("Warning:") || line.startsWith("Note:"))
        .map(line -> String.join(" ", List.of(line.split(" ", 4)).subList(1, 3)))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 8080, false, http://localhost:8080/",
    "::, 8443, true, https://localhost:8443/",
    "127.0.0.1, 80, false, http://127.0.0.1/",
    "127.0.0.1, 443, true, https://127.0.0.1/",
    "2001:db8::1, 8080, false, http://[2001:db8::1]:8080/",
    "meet.example.org, 443, true, https://meet.example.org/",
  })
  void theUrlIsOneThatCanBeOpened(String host, int port, boolean tls, String url) {
    assertEquals(url, new Announcement(host, port, tls, List.of(), List.of(), false, 0).url());
  }

  @Test
  void everyWayToThePageAndToTheMediaIsListed() {
    List<String> lines =
        announcement("0.0.0.0", true, false, "198.51.100.7", "2001:db8::1").lines();

    assertEquals(
        List.of(
            "Page: https://192.168.1.5:8080/",
            "Media: udp 198.51.100.7:10000",
            "Media: udp [2001:db8:0:0:0:0:0:1]:10000"),
        lines);
  }

  @Test
  void onThisMachineAloneNothingIsWarnedOf() {
    assertEquals(List.of(), warnings(announcement("127.0.0.1", false, false, "127.0.0.1")));
    assertEquals(List.of(), warnings(announcement("localhost", false, false, "127.0.0.1")));
  }

  @Test
  void mediaThatOnlyThisMachineReachesIsWarnedOf() {
    assertEquals(
        List.of("only this"), warnings(announcement("0.0.0.0", true, false, "127.0.0.1", "::1")));
  }

  @Test
  void aPageWithoutTlsIsWarnedOf() {
    assertEquals(
        List.of("without TLS"), warnings(announcement("0.0.0.0", false, false, "198.51.100.7")));
    assertEquals(
        List.of("without TLS"),
        warnings(announcement("meet.example.org", false, false, "198.51.100.7")));
  }

  @ParameterizedTest
  @CsvSource({"192.168.1.5", "10.0.0.1", "172.16.0.1", "100.64.0.1", "fd00::1"})
  void thatOnlyThisNetworkReachesTheMediaIsNoted(String address) {
    assertEquals(
        List.of("no candidate"),
        warnings(announcement("0.0.0.0", true, false, "127.0.0.1", address)));
  }

  @Test
  void smallBuffersAreWarnedOfWithTheRemedy() {
    List<String> lines = announcement("127.0.0.1", false, true, "127.0.0.1").lines();

    assertEquals(
        "Warning: the kernel keeps the UDP socket buffers small, which loses packets in bursts; as"
            + " root: sysctl -w net.core.rmem_max=4194304 net.core.wmem_max=4194304",
        lines.getLast());
  }
}
