package org.meshless.perf.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * A P-256 key and its self-signed certificate. One serves all clients of a run: to a server they
 * look as different as their ICE credentials. Immutable.
 */
public final class ClientIdentity {
  private final AsymmetricKeyParameter key;
  private final byte[] certificate;

  private ClientIdentity(AsymmetricKeyParameter key, byte[] certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  public static ClientIdentity create(SecureRandom random) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(
                SECObjectIdentifiers.secp256r1,
                CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1)),
            random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=perf");
    Instant now = Instant.now();
    try {
      AlgorithmIdentifier signature =
          new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256WITHECDSA");
      AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
      byte[] certificate =
          new BcX509v3CertificateBuilder(
                  name,
                  BigInteger.valueOf(now.toEpochMilli()),
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(Duration.ofDays(30))),
                  name,
                  pair.getPublic())
              .build(new BcECContentSignerBuilder(signature, digest).build(pair.getPrivate()))
              .getEncoded();
      return new ClientIdentity(pair.getPrivate(), certificate);
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a P-256 certificate can always be made", e);
    }
  }

  /** SHA-256 as SDP writes it (RFC 8122 §5): upper-case pairs with colons. */
  public String fingerprint() {
    return fingerprint("SHA-256", certificate);
  }

  static String fingerprint(String algorithm, byte[] certificate) {
    try {
      return HexFormat.ofDelimiter(":")
          .withUpperCase()
          .formatHex(MessageDigest.getInstance(algorithm).digest(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(algorithm, e);
    }
  }

  AsymmetricKeyParameter key() {
    return key;
  }

  byte[] certificate() {
    return certificate.clone();
  }
}
