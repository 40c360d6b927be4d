package org.meshless.rtp.session;

/**
 * How to recognise a participant on the network.
 *
 * @param iceUfrag the user name fragment its connectivity checks carry (RFC 8839 §5.4)
 * @param icePwd the password that keys their integrity; secret
 * @param fingerprintAlgorithm the hash of {@link #fingerprint}, in lower case: {@code sha-256}
 * @param fingerprint that of its DTLS certificate (RFC 8122 §5): pairs of upper-case hexadecimal
 *     digits joined by colons
 */
public record RemoteTransport(
    String iceUfrag, String icePwd, String fingerprintAlgorithm, String fingerprint) {
  /** Leaves out the password: this may be logged. */
  @Override
  public String toString() {
    return "RemoteTransport[iceUfrag=%s, fingerprint=%s %s]"
        .formatted(iceUfrag, fingerprintAlgorithm, fingerprint);
  }
}
