package org.meshless.signaling.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.RemoteTransport;

/**
 * The one transport that the bundled m-lines of an offer share.
 *
 * <p>RFC 8843 §7.1.1 makes the first of them speak for all, but stacks that have not bundled yet
 * describe a transport for each, so the m-lines to be asked are given in order and each question
 * goes to the first that has an answer.
 */
record OfferedTransport(
    @Nullable String ufrag,
    @Nullable String pwd,
    Attribute.@Nullable Fingerprint fingerprint,
    Attribute.@Nullable Setup setup) {
  /** Hashes a certificate may be recognised by, preferred first. */
  private enum Hash {
    SHA_256("sha-256", 32),
    SHA_384("sha-384", 48),
    SHA_512("sha-512", 64);

    private final String algorithm;
    private final int sizeBytes;

    Hash(String algorithm, int sizeBytes) {
      this.algorithm = algorithm;
      this.sizeBytes = sizeBytes;
    }

    boolean made(Attribute.Fingerprint fingerprint) {
      return fingerprint.algorithm().equals(algorithm)
          && fingerprint.value().length() == sizeBytes * "XX:".length() - 1;
    }
  }

  static OfferedTransport of(List<OfferedSection> sections) {
    String ufrag = null;
    String pwd = null;
    Attribute.Fingerprint fingerprint = null;
    Attribute.Setup setup = null;
    for (OfferedSection section : sections) {
      Attribute.IceUfrag offeredUfrag = section.ufrag();
      Attribute.IcePwd offeredPwd = section.pwd();
      if (ufrag == null && offeredUfrag != null && offeredPwd != null) {
        ufrag = offeredUfrag.value();
        pwd = offeredPwd.value();
      }
      if (fingerprint == null) {
        fingerprint = usable(section.fingerprints());
      }
      if (setup == null) {
        setup = section.setup();
      }
    }
    return new OfferedTransport(ufrag, pwd, fingerprint, setup);
  }

  private static Attribute.@Nullable Fingerprint usable(List<Attribute.Fingerprint> offered) {
    for (Hash hash : Hash.values()) {
      for (Attribute.Fingerprint fingerprint : offered) {
        if (hash.made(fingerprint)) {
          return fingerprint;
        }
      }
    }
    return null;
  }

  /** What is missing or cannot be met, as a sentence; null if nothing is. */
  @Nullable String fault() {
    if (ufrag == null || pwd == null) {
      return "The offer has no a=ice-ufrag with an a=ice-pwd.";
    }
    if (fingerprint == null) {
      return "The offer has no a=fingerprint of sha-256, sha-384 or sha-512.";
    }
    return switch (setup) {
      case PASSIVE -> "The offer has a=setup:passive, but the server is the passive side.";
      case HOLDCONN -> "The offer has a=setup:holdconn, but there is no connection to hold.";
      // RFC 4145 §4: who says nothing is active.
      case ACTIVE, ACTPASS -> null;
      case null -> null;
    };
  }

  /** The same in RTP's terms; to be asked for only where there is no {@link #fault}. */
  RemoteTransport remote() {
    if (ufrag == null || pwd == null || fingerprint == null) {
      throw new IllegalStateException("incomplete");
    }
    return new RemoteTransport(ufrag, pwd, fingerprint.algorithm(), fingerprint.value());
  }

  /** Leaves out the password: this may be logged. */
  @Override
  public String toString() {
    return "OfferedTransport[ufrag=%s, fingerprint=%s, setup=%s]"
        .formatted(ufrag, fingerprint, setup);
  }
}
