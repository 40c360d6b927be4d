package org.meshless.signaling.config;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.hall.HallSettings;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.VideoCodec;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reads the settings. What a flag says counts first, then the environment, then the file, then the
 * default.
 */
public final class ConfigReader {
  private static final int MAX_LOOPS = 256;
  private static final int MILLION = 1_000_000;

  private ConfigReader() {}

  /** What the command line asks for. */
  public sealed interface Request {}

  /** The server. */
  public record Serve(ServerConfig config) implements Request {}

  /** A text on stdout, and nothing else. */
  public record Print(String text) implements Request {}

  /**
   * Reads everything.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static Request read(String[] arguments, Map<String, String> environment)
      throws ConfigException {
    CommandLine commandLine = new CommandLine(command());
    ParseResult parsed;
    try {
      parsed = commandLine.parseArgs(arguments);
    } catch (ParameterException e) {
      throw new ConfigException(sentence(e) + " (--help lists the options.)");
    }
    if (parsed.isUsageHelpRequested()) {
      return new Print(commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }
    Map<Flag, Values.Given> given = new EnumMap<>(Flag.class);
    for (Flag flag : Flag.values()) {
      String onLine = parsed.matchedOptionValue(flag.option(), (String) null);
      String inEnvironment = environment.get(flag.variable());
      if (onLine != null) {
        given.put(flag, new Values.Given(onLine, flag.option()));
      } else if (inEnvironment != null && !inEnvironment.isEmpty()) {
        given.put(flag, new Values.Given(inEnvironment, flag.variable()));
      }
    }
    Path file = new Values(given).file(Flag.CONFIG);
    if (file != null) {
      properties(file).forEach(given::putIfAbsent);
    }
    return new Serve(config(new Values(given)));
  }

  private static CommandSpec command() {
    CommandSpec command = CommandSpec.create().name("serve");
    command
        .usageMessage()
        .width(110)
        .sortOptions(false)
        .customSynopsis("bin/serve [option …]")
        .description("Serves rooms where browsers meet through one peer connection each.")
        .footer(
            "Each option is also an environment variable (--udp-port: MESHLESS_UDP_PORT) and a line"
                + " of the file.");
    for (Flag flag : Flag.values()) {
      OptionSpec.Builder option =
          OptionSpec.builder(flag.option()).type(String.class).description(description(flag));
      if (flag.parameter() == null) {
        option.arity("0..1").fallbackValue("true").paramLabel("true|false").hideParamSyntax(true);
      } else {
        option.arity("1").paramLabel(flag.parameter());
      }
      command.addOption(option.build());
    }
    command.addOption(
        OptionSpec.builder("--help")
            .type(boolean.class)
            .usageHelp(true)
            .description("print this")
            .build());
    return command;
  }

  private static String description(Flag flag) {
    String value = flag.defaultValue();
    return flag.description()
        + (value == null || flag.parameter() == null ? "" : " (" + value + ")");
  }

  private static String sentence(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    String line = (end == -1 ? message : message.substring(0, end)).strip();
    return line.endsWith(".") ? line : line + ".";
  }

  private static Map<Flag, Values.Given> properties(Path file) throws ConfigException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          "The file '" + file + "' cannot be read as 'key=value' lines of UTF-8.");
    }
    Map<Flag, Values.Given> given = new EnumMap<>(Flag.class);
    for (String key : properties.stringPropertyNames()) {
      Flag flag = flag(key);
      if (flag == null || flag == Flag.CONFIG) {
        throw new ConfigException(
            "There is no setting '" + key + "', which stands in '" + file + "'.");
      }
      given.put(
          flag, new Values.Given(properties.getProperty(key).strip(), key + " in '" + file + "'"));
    }
    return given;
  }

  private static @Nullable Flag flag(String key) {
    for (Flag flag : Flag.values()) {
      if (flag.key().equals(key)) {
        return flag;
      }
    }
    return null;
  }

  private static ServerConfig config(Values values) throws ConfigException {
    int port = values.number(Flag.PORT, 0, 65_535);
    boolean metricsPortGiven = values.isGiven(Flag.METRICS_PORT);
    return new ServerConfig(
        values.host(Flag.HOST),
        port,
        values.number(Flag.UDP_PORT, 0, 65_535),
        values.number(Flag.LOOPS, 0, MAX_LOOPS),
        values.number(Flag.PEOPLE_PER_LOOP, 1, MILLION),
        values.addresses(Flag.LISTEN),
        values.addresses(Flag.ANNOUNCE),
        tls(values),
        values.oneOf(Flag.LOG, LogLevel.class),
        port == 0 && !metricsPortGiven ? 0 : values.number(Flag.METRICS_PORT, 0, 65_535),
        metricsPortGiven,
        origins(values),
        values.number(Flag.MAX_SOCKETS, 1, MILLION),
        values.number(Flag.MAX_QUEUED_KIB, 64, MILLION) * 1024,
        hall(values));
  }

  private static HallSettings hall(Values values) throws ConfigException {
    HallSettings standard = HallSettings.DEFAULT;
    return new HallSettings(
        values.number(Flag.MAX_ROOMS, 1, MILLION),
        values.number(Flag.MAX_PEOPLE, 1, MILLION),
        values.number(Flag.MESSAGES_PER_SECOND, 1, MILLION),
        values.number(Flag.MESSAGE_BURST, 1, MILLION),
        values.number(Flag.EVENT_LOG, 0, MILLION),
        standard.eventLogBytes(),
        standard.joinWithin(),
        standard.patienceWithPath(),
        standard.patienceWithoutPath(),
        new ServerMessage.SlotCounts(
            values.number(Flag.VIDEO_SLOTS, 0, 27), values.number(Flag.AUDIO_SLOTS, 0, 10)),
        values.oneOf(Flag.CODEC, VideoCodec.class));
  }

  private static Tls tls(Values values) throws ConfigException {
    Path certificate = values.file(Flag.TLS_CERT);
    Path key = values.file(Flag.TLS_KEY);
    boolean selfSigned = values.isOn(Flag.TLS_SELF_SIGNED);
    if (certificate == null && key == null) {
      return selfSigned ? new Tls.SelfSigned() : new Tls.None();
    }
    if (selfSigned) {
      throw new ConfigException(
          "--tls-self-signed is for a server without --tls-cert and --tls-key.");
    }
    if (certificate == null || key == null) {
      throw new ConfigException("--tls-cert and --tls-key are given together or not at all.");
    }
    return new Tls.PemFiles(certificate, key);
  }

  private static Set<String> origins(Values values) throws ConfigException {
    Set<String> origins = new LinkedHashSet<>();
    for (String origin : values.list(Flag.ORIGINS)) {
      if (!isOrigin(origin)) {
        throw values.wrong(
            Flag.ORIGINS,
            "has '" + origin + "' where an origin such as https://example.org must be");
      }
      origins.add(origin);
    }
    return origins;
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      return (scheme != null && uri.getHost() != null)
          && (scheme.equals("http") || scheme.equals("https"))
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
