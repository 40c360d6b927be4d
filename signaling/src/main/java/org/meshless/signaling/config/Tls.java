package org.meshless.signaling.config;

import java.nio.file.Path;

/** Whether and with what the server speaks HTTPS. */
public sealed interface Tls {
  /** Plain HTTP. */
  record None() implements Tls {}

  /** A certificate made at start. */
  record SelfSigned() implements Tls {}

  /** A certificate and its key in PEM files, which can be read. */
  record PemFiles(Path certificate, Path key) implements Tls {}
}
