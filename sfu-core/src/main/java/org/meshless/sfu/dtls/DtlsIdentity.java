package org.meshless.sfu.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
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
 * A key and a certificate for it, signed by itself: what SDP's fingerprint stands for. Immutable;
 * the key never leaves it. One per start of the server is enough and tells nobody anything.
 */
public final class DtlsIdentity {
  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  private final AsymmetricKeyParameter key;
  private final byte[] certificate;
  private final Fingerprint fingerprint;

  private DtlsIdentity(AsymmetricKeyParameter key, byte[] certificate) {
    this.key = key;
    this.certificate = certificate;
    this.fingerprint = Fingerprint.ofCertificate("sha-256", certificate);
  }

  /** A fresh ECDSA P-256 key, what RFC 8827 §6.5 demands of everybody, and its certificate. */
  public static DtlsIdentity create(SecureRandom random) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(
                SECObjectIdentifiers.secp256r1,
                CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1)),
            random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=Meshless");
    Instant now = Instant.now();
    try {
      AlgorithmIdentifier signature =
          new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256WITHECDSA");
      AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
      X509CertificateHolder certificate =
          new BcX509v3CertificateBuilder(
                  name,
                  new BigInteger(63, random).setBit(62),
                  Date.from(now.minus(CLOCK_SKEW)),
                  Date.from(now.plus(VALIDITY)),
                  name,
                  pair.getPublic())
              .build(
                  new BcECContentSignerBuilder(signature, digest)
                      .setSecureRandom(random)
                      .build(pair.getPrivate()));
      return new DtlsIdentity(pair.getPrivate(), certificate.getEncoded());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a P-256 certificate can always be made", e);
    }
  }

  /** SHA-256, for SDP. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  AsymmetricKeyParameter key() {
    return key;
  }

  /** In DER. */
  byte[] certificate() {
    return certificate.clone();
  }
}
