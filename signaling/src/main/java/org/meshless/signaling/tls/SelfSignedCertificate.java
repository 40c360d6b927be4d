package org.meshless.signaling.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate (RFC 5280) that this server signs for itself, for its own names and addresses:
 * enough for browsers to give camera and microphone to the page, once their warning was clicked
 * away.
 *
 * @param certificatePem the certificate
 * @param keyPem its ECDSA P-256 key (PKCS #8)
 */
public record SelfSignedCertificate(String certificatePem, String keyPem) {
  // Browsers refuse longer ones.
  private static final Duration LIFETIME = Duration.ofDays(397);
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  /**
   * Makes a key and a certificate for it.
   *
   * @param hostNames DNS names, beside {@code localhost}
   */
  public static SelfSignedCertificate create(
      Collection<String> hostNames, Collection<InetAddress> addresses, Instant now) {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      X500Name name = new X500Name("CN=Meshless");
      X509v3CertificateBuilder certificate =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(127, random),
              Date.from(now.minus(CLOCK_SKEW)),
              Date.from(now.plus(LIFETIME).minus(CLOCK_SKEW)),
              name,
              keys.getPublic());
      certificate
          .addExtension(Extension.subjectAlternativeName, false, names(hostNames, addresses))
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      ContentSigner signer =
          new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new SelfSignedCertificate(
          pem("CERTIFICATE", certificate.build(signer).getEncoded()),
          pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("A certificate cannot be made.", e);
    }
  }

  private static GeneralNames names(
      Collection<String> hostNames, Collection<InetAddress> addresses) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    hostNames.forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
    for (InetAddress address : addresses) {
      String literal = address.getHostAddress();
      int zone = literal.indexOf('%');
      names.add(
          new GeneralName(
              GeneralName.iPAddress, zone == -1 ? literal : literal.substring(0, zone)));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static String pem(String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  @Override
  public String toString() {
    return "SelfSignedCertificate";
  }
}
