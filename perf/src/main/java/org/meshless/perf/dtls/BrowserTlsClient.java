package org.meshless.perf.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;

/** What the client says and demands in a handshake. Confined to its handshake's thread. */
final class BrowserTlsClient extends DefaultTlsClient {
  private static final int TIMEOUT_MS = 20_000;
  private static final int FIRST_RESEND_MS = 200;

  private final ClientIdentity identity;
  private final List<SrtpProfile> profiles;
  private final String algorithm;
  private final String fingerprint;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys clientKeys;
  private @Nullable SrtpKeys serverKeys;

  BrowserTlsClient(DtlsClient.Settings settings, String algorithm, String fingerprint) {
    super(settings.crypto());
    this.identity = settings.identity();
    this.profiles = settings.profiles();
    this.algorithm = algorithm.toUpperCase(Locale.ROOT);
    this.fingerprint = fingerprint;
  }

  @Nullable SrtpKeys clientKeys() {
    return clientKeys;
  }

  @Nullable SrtpKeys serverKeys() {
    return serverKeys;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return TIMEOUT_MS;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return FIRST_RESEND_MS;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  /** RSA too: not every server has an elliptic certificate. */
  @Override
  protected int[] getSupportedCipherSuites() {
    return new int[] {
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    };
  }

  @Override
  @SuppressWarnings("rawtypes") // BouncyCastle's signature
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    int[] ids = profiles.stream().mapToInt(SrtpProfile::id).toArray();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
        byte[] der = certificate.getCertificate().getCertificateAt(0).getEncoded();
        if (!ClientIdentity.fingerprint(algorithm, der).equalsIgnoreCase(fingerprint)) {
          throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            crypto,
            identity.key(),
            new Certificate(
                new BcTlsCertificate[] {new BcTlsCertificate(crypto, identity.certificate())}),
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
      }
    };
  }

  @Override
  @SuppressWarnings("rawtypes") // BouncyCastle's signature
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData chosen = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    profile = chosen == null ? null : SrtpProfile.ofId(chosen.getProtectionProfiles()[0]);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile was chosen");
    }
    byte[] material =
        context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.keyingMaterialLength());
    clientKeys = SrtpKeys.clientWrite(profile, material);
    serverKeys = SrtpKeys.serverWrite(profile, material);
    Arrays.fill(material, (byte) 0);
  }
}
