package org.meshless.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.signaling.tls.SelfSignedCertificate;
import org.meshless.signaling.web.SocketClient;

class MainTest {
  @TempDir Path folder;

  private MainProcess start(String... options) {
    return new MainProcess(folder, options);
  }

  private static String get(HttpClient client, URI uri) {
    try {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI socket(URI page) {
    return URI.create("ws://" + page.getAuthority() + "/ws");
  }

  @Test
  void itSaysWhenItIsReadyServesAndStopsInOrder() {
    try (MainProcess server = start("--host", "127.0.0.1", "--port", "0", "--udp-port", "0");
        HttpClient http = HttpClient.newHttpClient()) {
      URI page = server.awaitReady();
      assertEquals("127.0.0.1", page.getHost());
      assertTrue(get(http, page).startsWith("<!doctype html>"));
      assertEquals("ready\n", get(http, page.resolve("/readyz")));
      SocketClient member = new SocketClient(socket(page), null);
      member.join("r", "Member");

      server.terminate();

      assertEquals("shutting-down", member.next("closing").path("reason").asText());
      assertEquals(1001, member.closeCode());
      assertEquals(0, server.awaitExit(Duration.ofSeconds(5)));
      assertEquals(List.of("Ready: " + page), server.stdout());
    }
  }

  @Test
  void itStopsInTimeAlthoughSomebodyDoesNotListen() {
    try (MainProcess server = start("--host", "127.0.0.1", "--port", "0", "--udp-port", "0")) {
      URI page = server.awaitReady();
      SocketClient deaf = new SocketClient(socket(page), null);
      deaf.stopReading();
      deaf.send("{\"id\":1,\"type\":\"join\",\"room\":\"r\",\"name\":\"Deaf\"}");

      server.terminate();

      assertEquals(0, server.awaitExit(Duration.ofSeconds(5)));
    }
  }

  @Test
  void beforeItIsReadyItNamesWhereMediaAndMetricsAre() {
    try (MainProcess server =
            start("--port", "0", "--udp-port", "0", "--loops", "2", "--listen", "127.0.0.1");
        HttpClient http = HttpClient.newHttpClient()) {
      URI page = server.awaitReady();
      List<String> lines = server.stderr();

      assertEquals("localhost", page.getHost());
      assertEquals(
          2, lines.stream().filter(line -> line.startsWith("Media: udp 127.0.0.1:")).count());
      assertTrue(
          lines.stream()
              .anyMatch(line -> line.startsWith("Warning: only this machine can reach the media")));
      assertTrue(lines.stream().anyMatch(line -> line.startsWith("Warning: without TLS")));
      String metrics =
          lines.stream().filter(line -> line.startsWith("Metrics: ")).findFirst().orElseThrow();
      String scraped = get(http, URI.create(metrics.substring("Metrics: ".length())));
      assertTrue(scraped.contains("jvm_memory_used_bytes"), scraped);
      assertTrue(scraped.contains("meshless_rooms 0.0"), scraped);
      assertTrue(
          scraped.contains("meshless_loop_received_datagrams_total{loop=\"1\"} 0.0"), scraped);
    }
  }

  @Test
  void withACertificateOfItsOwnItSpeaksHttpsUnderItsNames() throws Exception {
    try (MainProcess server =
        start("--host", "127.0.0.1", "--port", "0", "--udp-port", "0", "--tls-self-signed")) {
      URI page = server.awaitReady();
      assertEquals("https", page.getScheme());

      try (HttpClient http = trusting(Tofu.certificateOf(page))) {
        assertTrue(get(http, page).startsWith("<!doctype html>"));
        URI byName = URI.create("https://localhost:" + page.getPort() + "/");
        assertTrue(get(http, byName).startsWith("<!doctype html>"));
      }
    }
  }

  @Test
  void withACertificateFromFilesItPresentsThatOne() throws Exception {
    SelfSignedCertificate certificate =
        SelfSignedCertificate.create(
            List.of(), List.of(InetAddress.getLoopbackAddress()), Instant.now());
    Path certificateFile = Files.writeString(folder.resolve("c.pem"), certificate.certificatePem());
    Path keyFile = Files.writeString(folder.resolve("k.pem"), certificate.keyPem());
    try (MainProcess server =
            start(
                "--host=127.0.0.1",
                "--port=0",
                "--udp-port=0",
                "--tls-cert=" + certificateFile,
                "--tls-key=" + keyFile);
        HttpClient http = trusting(Tofu.parse(certificate.certificatePem()))) {

      assertTrue(get(http, server.awaitReady()).startsWith("<!doctype html>"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--nope                            | Unknown option: '--nope'. (--help lists the options.)",
        "--port x                          | --port is 'x' but must be a number from 0 to 65535.",
        "--config /nowhere                 | --config names '/nowhere', which is not a file that"
            + " can be read.",
        "--port 0 --listen 0.0.0.0         | Cannot listen on 0.0.0.0: name the addresses"
            + " themselves. See --listen and --announce.",
        "--port 0 --udp-port 65535 --loops 2 | --udp-port leaves no room below 65536 for 2 loops.",
      })
  void aBadConfigurationIsOneSentenceAndExitCode2(String options, String sentence) {
    try (MainProcess server = start(options.split(" ", -1))) {
      assertEquals(2, server.awaitExit(Duration.ofSeconds(60)));
      assertEquals(List.of(sentence), server.stderr());
      assertEquals(List.of(), server.stdout());
    }
  }

  @Test
  void aPortInUseIsABadConfiguration() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        MainProcess server =
            start("--host", "127.0.0.1", "--udp-port", "0", "--port", "" + taken.getLocalPort())) {
      assertEquals(2, server.awaitExit(Duration.ofSeconds(60)));
      assertEquals(
          List.of(
              "Cannot listen on port "
                  + taken.getLocalPort()
                  + ", which is in use or not this machine's; see --port."),
          server.stderr());
    }
  }

  @Test
  void aMediaPortInUseIsABadConfiguration() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        MainProcess server =
            start(
                "--port", "0", "--listen", "127.0.0.1", "--udp-port", "" + taken.getLocalPort())) {
      assertEquals(2, server.awaitExit(Duration.ofSeconds(60)));
      assertEquals(1, server.stderr().size());
      assertTrue(
          server.stderr().getFirst().contains("" + taken.getLocalPort()),
          server.stderr()::toString);
    }
  }

  @Test
  void aKeyThatIsNoneIsABadConfiguration() throws IOException {
    Path file = Files.writeString(folder.resolve("not.pem"), "no key");
    try (MainProcess server =
        start("--port", "0", "--udp-port", "0", "--tls-cert", "" + file, "--tls-key", "" + file)) {
      assertEquals(2, server.awaitExit(Duration.ofSeconds(60)));
      assertEquals(1, server.stderr().size(), server.stderr()::toString);
    }
  }

  @Test
  void aDefaultMetricsPortInUseIsOnlyWarnedOf() throws IOException {
    // Whether this test or anything else on this machine holds it makes no difference.
    try (ServerSocket taken = new ServerSocket();
        MainProcess server =
            start("--host", "127.0.0.1", "--port", freePort(), "--udp-port", "0")) {
      try {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9464));
      } catch (IOException e) {
        // Somebody else has it.
      }
      server.awaitReady();
      assertTrue(
          server.stderr().contains("Warning: port 9464 is taken, so metrics are found elsewhere."));
    }
  }

  @Test
  void helpGoesToStdoutAndNothingStarts() {
    try (MainProcess server = start("--help")) {
      assertEquals(0, server.awaitExit(Duration.ofSeconds(60)));
      assertTrue(server.stdout().getFirst().startsWith("Usage: bin/serve"));
      assertFalse(server.stdout().stream().anyMatch(line -> line.startsWith("Ready")));
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private static HttpClient trusting(Certificate certificate) throws Exception {
    return HttpClient.newBuilder().sslContext(Tofu.trustingOnly(certificate)).build();
  }
}
