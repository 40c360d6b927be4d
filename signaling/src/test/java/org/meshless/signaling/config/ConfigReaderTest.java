package org.meshless.signaling.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.meshless.signaling.hall.HallSettings;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.VideoCodec;

class ConfigReaderTest {
  @TempDir Path folder;

  private static ServerConfig read(Map<String, String> environment, String... arguments)
      throws ConfigException {
    return assertInstanceOf(ConfigReader.Serve.class, ConfigReader.read(arguments, environment))
        .config();
  }

  private static ServerConfig read(String... arguments) throws ConfigException {
    return read(Map.of(), arguments);
  }

  private static String sentence(Map<String, String> environment, String... arguments) {
    return assertThrows(ConfigException.class, () -> ConfigReader.read(arguments, environment))
        .sentence();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("meshless.properties"), content);
  }

  @Test
  void withoutSettingsTheDefaultsHold() throws ConfigException {
    assertEquals(
        new ServerConfig(
            "0.0.0.0",
            8080,
            10_000,
            0,
            40,
            List.of(),
            List.of(),
            new Tls.None(),
            LogLevel.INFO,
            9464,
            false,
            Set.of(),
            20_000,
            2048 * 1024,
            HallSettings.DEFAULT),
        read());
  }

  @Test
  void everyFlagIsHeard() throws ConfigException, IOException {
    Path certificate = Files.createFile(folder.resolve("cert.pem"));
    Path key = Files.createFile(folder.resolve("key.pem"));

    ServerConfig config =
        read(
            "--port=1",
            "--host",
            "::1",
            "--udp-port",
            "2",
            "--loops",
            "3",
            "--people-per-loop",
            "13",
            "--listen",
            "192.0.2.1, 2001:db8::1",
            "--announce",
            "198.51.100.1",
            "--tls-cert",
            certificate.toString(),
            "--tls-key",
            key.toString(),
            "--log",
            "debug",
            "--metrics-port",
            "4",
            "--origins",
            "https://a.example,http://b.example:81",
            "--video-slots",
            "5",
            "--audio-slots",
            "6",
            "--codec",
            "av1",
            "--max-rooms",
            "7",
            "--max-people",
            "8",
            "--max-sockets",
            "9",
            "--messages-per-second",
            "10",
            "--message-burst",
            "11",
            "--event-log",
            "12",
            "--max-queued-kib",
            "64");

    HallSettings standard = HallSettings.DEFAULT;
    assertEquals(
        new ServerConfig(
            "::1",
            1,
            2,
            3,
            13,
            List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")),
            List.of(InetAddress.ofLiteral("198.51.100.1")),
            new Tls.PemFiles(certificate, key),
            LogLevel.DEBUG,
            4,
            true,
            Set.of("https://a.example", "http://b.example:81"),
            9,
            65_536,
            new HallSettings(
                7,
                8,
                10,
                11,
                12,
                standard.eventLogBytes(),
                standard.joinWithin(),
                standard.patienceWithPath(),
                standard.patienceWithoutPath(),
                new ServerMessage.SlotCounts(5, 6),
                VideoCodec.AV1)),
        config);
  }

  @Test
  void aFlagCountsBeforeTheEnvironmentAndThatBeforeTheFile() throws ConfigException, IOException {
    Map<String, String> environment = Map.of("MESHLESS_PORT", "2", "MESHLESS_UDP_PORT", "2");
    String file =
        file("port=3\nudp-port=3\nmetrics-port = 3\n# a remark\nhost=localhost\n").toString();

    ServerConfig config = read(environment, "--port", "1", "--config", file);

    assertEquals(1, config.port());
    assertEquals(2, config.udpPort());
    assertEquals(3, config.metricsPort());
    assertTrue(config.metricsPortGiven());
    assertEquals("localhost", config.host());
  }

  @Test
  void theFileMayBeNamedInTheEnvironment() throws ConfigException, IOException {
    assertEquals(3, read(Map.of("MESHLESS_CONFIG", file("port=3").toString())).port());
  }

  @ParameterizedTest
  @EnumSource(Flag.class)
  void everyFlagIsAVariableAndAKeyToo(Flag flag) throws IOException {
    // A list's empty entry is as wrong for everything else.
    String inEnvironment = sentence(Map.of(flag.variable(), " , "));
    assertTrue(inEnvironment.startsWith(flag.variable() + " "), inEnvironment);
    if (flag != Flag.CONFIG) {
      String inFile = sentence(Map.of(), "--config", file(flag.key() + "=,").toString());
      assertTrue(inFile.startsWith(flag.key() + " in '"), inFile);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--tls-self-signed, true",
    "--tls-self-signed=true, true",
    "--tls-self-signed=false, false",
  })
  void aSwitchNeedsNoValue(String argument, boolean on) throws ConfigException {
    assertEquals(on, read(argument).tls() instanceof Tls.SelfSigned);
  }

  @Test
  void withAnyPortTheMetricsPortIsAnyUnlessGiven() throws ConfigException {
    assertEquals(0, read("--port", "0").metricsPort());
    assertFalse(read("--port", "0").metricsPortGiven());
    assertEquals(9464, read("--port", "0", "--metrics-port", "9464").metricsPort());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--port 65536            | --port is '65536' but must be a number from 0 to 65535.",
        "--port -1               | --port is '-1' but must be a number from 0 to 65535.",
        "--port 1e3              | --port is '1e3' but must be a number from 0 to 65535.",
        "--loops 999             | --loops is '999' but must be a number from 0 to 256.",
        "--host a_b              | --host is 'a_b' but must be an IP address or a host's name.",
        "--log loud              | --log is 'loud' but must be one of error, warn, info, debug,"
            + " trace.",
        "--listen example.org    | --listen has 'example.org' where an IP address must be.",
        "--announce 1.2.3.4.5    | --announce has '1.2.3.4.5' where an IP address must be.",
        "--listen 127.0.0.1,     | --listen has an empty entry.",
        "--tls-self-signed=yes   | --tls-self-signed is 'yes' but must be true or false.",
        "--tls-cert /nowhere     | --tls-cert names '/nowhere', which is not a file that can be"
            + " read.",
        "--config /nowhere       | --config names '/nowhere', which is not a file that can be"
            + " read.",
        "--origins example.org   | --origins has 'example.org' where an origin such as"
            + " https://example.org must be.",
        "--origins https://a/b   | --origins has 'https://a/b' where an origin such as"
            + " https://example.org must be.",
        "--max-people 0          | --max-people is '0' but must be a number from 1 to 1000000.",
      })
  void aMistakeIsToldInOneSentence(String arguments, String expected) {
    assertEquals(expected, sentence(Map.of(), arguments.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({"--nope", "--port", "stray", "--port 1 --port 2", "-p 1", "--por 1"})
  void whatIsNoOptionIsToldInOneLine(String arguments) {
    String sentence = sentence(Map.of(), arguments.split(" ", -1));

    assertEquals(1, sentence.lines().count());
    assertTrue(sentence.endsWith("(--help lists the options.)"), sentence);
  }

  @Test
  void anUnknownKeyInTheFileIsToldByName() throws IOException {
    Path file = file("ports=3");

    assertEquals(
        "There is no setting 'ports', which stands in '" + file + "'.",
        sentence(Map.of(), "--config", file.toString()));
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("binary"), "port=é".getBytes(StandardCharsets.UTF_16));

    assertTrue(sentence(Map.of(), "--config", file.toString()).contains("cannot be read"));
  }

  @Test
  void certificateAndKeyBelongTogether() throws IOException {
    String certificate = Files.createFile(folder.resolve("cert.pem")).toString();

    assertEquals(
        "--tls-cert and --tls-key are given together or not at all.",
        sentence(Map.of(), "--tls-cert", certificate));
    assertEquals(
        "--tls-self-signed is for a server without --tls-cert and --tls-key.",
        sentence(
            Map.of(), "--tls-cert", certificate, "--tls-key", certificate, "--tls-self-signed"));
  }

  @Test
  void helpListsEveryOptionAndStartsNothing() throws ConfigException {
    String help =
        assertInstanceOf(
                ConfigReader.Print.class,
                ConfigReader.read(new String[] {"--help", "--port", "0"}, Map.of()))
            .text();

    for (Flag flag : Flag.values()) {
      assertTrue(help.contains(flag.option()), flag::option);
    }
  }
}
