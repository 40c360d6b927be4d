package org.meshless.sfu.dtls;

/**
 * The hash of a certificate as SDP writes it (RFC 8122 §5).
 *
 * @param algorithm in lower case: {@code sha-256}
 * @param hex upper-case pairs with colons: {@code 4A:AD:B9:…}
 */
public record Fingerprint(String algorithm, String hex) {}
