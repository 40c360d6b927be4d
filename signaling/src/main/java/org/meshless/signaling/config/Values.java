package org.meshless.signaling.config;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings as they were given, read by type; a mistake is told with the place it was made in.
 */
final class Values {
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  private final Map<Flag, Given> given;

  /**
   * A value that somebody gave.
   *
   * @param place as it is called in a sentence: {@code --port}, {@code MESHLESS_PORT}
   */
  record Given(String value, String place) {}

  Values(Map<Flag, Given> given) {
    this.given = Map.copyOf(given);
  }

  boolean isGiven(Flag flag) {
    return given.containsKey(flag);
  }

  /** The value or the default; null if there is neither. */
  @Nullable String find(Flag flag) {
    Given found = given.get(flag);
    return found == null ? flag.defaultValue() : found.value();
  }

  String text(Flag flag) throws ConfigException {
    String value = find(flag);
    if (value == null || value.isBlank()) {
      throw wrong(flag, "is empty");
    }
    return value;
  }

  int number(Flag flag, int min, int max) throws ConfigException {
    String value = text(flag);
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    throw wrong(flag, "is '" + value + "' but must be a number from " + min + " to " + max);
  }

  boolean isOn(Flag flag) throws ConfigException {
    return switch (text(flag)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(flag, "is '" + find(flag) + "' but must be true or false");
    };
  }

  <E extends Enum<E>> E oneOf(Flag flag, Class<E> type) throws ConfigException {
    String value = text(flag);
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(value)) {
        return constant;
      }
      names.add(name);
    }
    throw wrong(flag, "is '" + value + "' but must be one of " + String.join(", ", names));
  }

  /** The parts of a value that commas split; none if it was not given. */
  List<String> list(Flag flag) throws ConfigException {
    if (!isGiven(flag)) {
      return List.of();
    }
    List<String> parts = Arrays.stream(text(flag).split(",", -1)).map(String::strip).toList();
    if (parts.contains("")) {
      throw wrong(flag, "has an empty entry");
    }
    return parts;
  }

  List<InetAddress> addresses(Flag flag) throws ConfigException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String part : list(flag)) {
      try {
        addresses.add(InetAddress.ofLiteral(part));
      } catch (IllegalArgumentException e) {
        throw wrong(flag, "has '" + part + "' where an IP address must be");
      }
    }
    return addresses;
  }

  /** An IP address or what could be the name of a host. */
  String host(Flag flag) throws ConfigException {
    String host = text(flag);
    if (HOST_NAME.matcher(host).matches()) {
      return host;
    }
    try {
      InetAddress _ = InetAddress.ofLiteral(host);
      return host;
    } catch (IllegalArgumentException e) {
      throw wrong(flag, "is '" + host + "' but must be an IP address or a host's name");
    }
  }

  /** A file that exists and can be read; null if none was given. */
  @Nullable Path file(Flag flag) throws ConfigException {
    if (!isGiven(flag)) {
      return null;
    }
    Path path = Path.of(text(flag));
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw wrong(flag, "names '" + path + "', which is not a file that can be read");
    }
    return path;
  }

  ConfigException wrong(Flag flag, String what) {
    Given found = given.get(flag);
    return new ConfigException((found == null ? flag.option() : found.place()) + " " + what + ".");
  }
}
