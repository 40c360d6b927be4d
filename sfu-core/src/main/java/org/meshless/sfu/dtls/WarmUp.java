package org.meshless.sfu.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.meshless.rtp.srtp.SrtpProfile;

/**
 * A whole handshake in memory: the first one of a process loads and compiles for half a second, and
 * that is better spent before anybody waits for it.
 */
final class WarmUp {
  private static final int TIMEOUT_MS = 10_000;

  private WarmUp() {}

  /** Whether the handshake came to its end; when not, the server works but starts slowly. */
  static boolean run(BcDtlsServer server, SecureRandom random) {
    DtlsIdentity identity = DtlsIdentity.create(random);
    BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
    BcDtlsHandshake handshake =
        server.begin(
            identity.fingerprint(),
            new BcDtlsHandshake.Output() {
              @Override
              public void send(byte[] datagram) {
                toClient.add(datagram);
              }

              @Override
              public void onFinished(BcDtlsSession session) {}

              @Override
              public void onFailed(DtlsFailure failure) {}
            },
            TIMEOUT_MS);
    if (handshake == null) {
      return false;
    }
    try {
      new DTLSClientProtocol()
          .connect(new Client(new JceGcmCrypto(random), identity), new Link(handshake, toClient));
      return true;
    } catch (IOException e) {
      handshake.cancel();
      return false;
    }
  }

  /** The client's end; nothing is lost. */
  private record Link(BcDtlsHandshake server, BlockingQueue<byte[]> inbound)
      implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return SwitchedTransport.RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return SwitchedTransport.SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      try {
        byte[] datagram = inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        System.arraycopy(datagram, 0, buffer, offset, datagram.length);
        return datagram.length;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      byte[] datagram = new byte[length];
      System.arraycopy(bytes, offset, datagram, 0, length);
      server.offer(datagram);
    }

    @Override
    public void close() {}
  }

  /** Asks for what browsers ask for. */
  private static final class Client extends DefaultTlsClient {
    private final DtlsIdentity identity;

    Client(BcTlsCrypto crypto, DtlsIdentity identity) {
      super(crypto);
      this.identity = identity;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return TIMEOUT_MS;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    @SuppressWarnings("rawtypes") // BouncyCastle's signature
    public Hashtable getClientExtensions() throws IOException {
      Hashtable extensions = super.getClientExtensions();
      int[] profiles = {SrtpProfile.AEAD_AES_128_GCM.id()};
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
      return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate certificate) {
          // Our own.
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
              SignatureAndHashAlgorithm.getInstance(
                  HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }
      };
    }
  }
}
