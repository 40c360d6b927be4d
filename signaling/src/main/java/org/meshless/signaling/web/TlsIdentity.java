package org.meshless.signaling.web;

/**
 * A certificate and its key.
 *
 * @param certificatePem the chain, the server's own first
 * @param keyPem the private key (PKCS #8)
 */
public record TlsIdentity(String certificatePem, String keyPem) {
  @Override
  public String toString() {
    return "TlsIdentity";
  }
}
