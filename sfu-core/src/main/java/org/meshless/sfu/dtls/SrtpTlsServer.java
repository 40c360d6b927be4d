package org.meshless.sfu.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;

/**
 * What our side of one handshake offers and demands: DTLS 1.2, ECDHE with ECDSA and AES-GCM,
 * extended master secret, a client certificate that matches its fingerprint, and an SRTP profile
 * (RFC 5764 §4.1). Confined to its handshake's thread.
 */
final class SrtpTlsServer extends DefaultTlsServer {
  private static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  };

  private static final int FIRST_RESEND_MS = 100;

  private final DtlsIdentity identity;
  private final Fingerprint expected;
  private final int timeoutMs;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys clientKeys;
  private @Nullable SrtpKeys serverKeys;
  private boolean wrongFingerprint;
  private boolean closeNotify;

  SrtpTlsServer(BcTlsCrypto crypto, DtlsIdentity identity, Fingerprint expected, int timeoutMs) {
    super(crypto);
    this.identity = identity;
    this.expected = expected;
    this.timeoutMs = timeoutMs;
  }

  /** What the client protects with; known once the handshake is complete. */
  SrtpKeys clientKeys() {
    return known(clientKeys);
  }

  /** What we protect with; known once the handshake is complete. */
  SrtpKeys serverKeys() {
    return known(serverKeys);
  }

  DtlsFailure failure() {
    return wrongFingerprint ? DtlsFailure.WRONG_FINGERPRINT : DtlsFailure.HANDSHAKE;
  }

  /** Whether the client has said close_notify. */
  boolean saidCloseNotify() {
    return closeNotify;
  }

  private static SrtpKeys known(@Nullable SrtpKeys keys) {
    if (keys == null) {
      throw new IllegalStateException("the handshake is not complete");
    }
    return keys;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return timeoutMs;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return FIRST_RESEND_MS;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return CIPHER_SUITES.clone();
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  /** Its issuer means nothing here, nor how it was signed: its fingerprint says all. */
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  @SuppressWarnings("rawtypes") // BouncyCastle's signature
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    super.processClientExtensions(clientExtensions);
    UseSRTPData offered =
        clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
    if (offered != null) {
      profile = choose(offered.getProtectionProfiles());
    }
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
    }
  }

  private static @Nullable SrtpProfile choose(int[] offered) {
    for (SrtpProfile ours : SrtpProfile.values()) { // in our order of preference
      if (Arrays.stream(offered).anyMatch(id -> id == ours.id())) {
        return ours;
      }
    }
    return null;
  }

  @Override
  @SuppressWarnings("rawtypes") // BouncyCastle's signature
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    if (profile != null) {
      UseSRTPData chosen = new UseSRTPData(new int[] {profile.id()}, TlsUtils.EMPTY_BYTES);
      TlsSRTPUtils.addUseSRTPExtension(extensions, chosen);
    }
    return extensions;
  }

  @Override
  @SuppressWarnings("JdkObsolete") // BouncyCastle takes a Vector
  public CertificateRequest getCertificateRequest() {
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
    for (short hash :
        new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
      algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.ecdsa));
      algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.rsa));
    }
    return new CertificateRequest(types, algorithms, null);
  }

  @Override
  public void notifyClientCertificate(Certificate chain) throws IOException {
    if (chain == null || chain.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no client certificate");
    }
    if (!expected.matches(chain.getCertificateAt(0).getEncoded())) {
      wrongFingerprint = true;
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the announced certificate");
    }
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
    Certificate chain =
        new Certificate(
            new BcTlsCertificate[] {new BcTlsCertificate(crypto, identity.certificate())});
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.key(),
        chain,
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    SrtpProfile chosen = profile;
    if (chosen == null) {
      throw new TlsFatalAlert(AlertDescription.internal_error);
    }
    byte[] material =
        context.exportKeyingMaterial(
            ExporterLabel.dtls_srtp, null, chosen.keyingMaterialLength()); // RFC 5764 §4.2
    clientKeys = SrtpKeys.clientWrite(chosen, material);
    serverKeys = SrtpKeys.serverWrite(chosen, material);
    Arrays.fill(material, (byte) 0);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    closeNotify |= description == AlertDescription.close_notify;
  }
}
