package org.meshless.signaling;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.config.ConfigException;
import org.meshless.signaling.config.ServerConfig;
import org.meshless.signaling.config.Tls;
import org.meshless.signaling.tls.SelfSignedCertificate;
import org.meshless.signaling.web.TlsIdentity;

/** Where the certificate comes from. */
final class TlsSource {
  private static final Pattern DNS_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  private TlsSource() {}

  /** Reads or makes the certificate; null if the server is to speak plainly. */
  static @Nullable TlsIdentity load(ServerConfig config) throws ConfigException {
    return switch (config.tls()) {
      case Tls.None() -> null;
      case Tls.PemFiles(Path certificate, Path key) ->
          new TlsIdentity(read(certificate), read(key));
      case Tls.SelfSigned() -> {
        List<InetAddress> addresses = new ArrayList<>(LocalAddresses.all());
        addresses.addAll(config.announce());
        SelfSignedCertificate made =
            SelfSignedCertificate.create(names(config), addresses, Instant.now());
        yield new TlsIdentity(made.certificatePem(), made.keyPem());
      }
    };
  }

  private static List<String> names(ServerConfig config) {
    List<String> names = new ArrayList<>();
    try {
      names.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      // A machine without a name of its own has its addresses.
    }
    names.add(config.host());
    return names.stream()
        .filter(name -> DNS_NAME.matcher(name).matches() && !isAddress(name))
        .distinct()
        .toList();
  }

  private static boolean isAddress(String name) {
    try {
      InetAddress _ = InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String read(Path file) throws ConfigException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException("The file '" + file + "' cannot be read as PEM.");
    }
  }
}
