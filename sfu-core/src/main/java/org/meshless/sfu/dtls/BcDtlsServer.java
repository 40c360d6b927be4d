package org.meshless.sfu.dtls;

import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** The DTLS server of all participants: identity, cryptography, bounds. Thread-safe. */
public final class BcDtlsServer {
  /** Handshakes in progress at a time; each may hold some 100 KB. */
  static final int MAX_IN_PROGRESS = 512;

  private static final int TIMEOUT_MS = 20_000;

  private final SecureRandom random;
  private final BcTlsCrypto crypto;
  private final DtlsIdentity identity;
  private final Semaphore permits;
  private final AtomicInteger inProgress = new AtomicInteger();

  /**
   * A server with a fresh identity.
   *
   * @param parallelism how many handshakes may compute at a time, at least 1: what they take is
   *     missing to the media loops
   */
  public BcDtlsServer(SecureRandom random, int parallelism) {
    this.random = random;
    crypto = new JceGcmCrypto(random);
    identity = DtlsIdentity.create(random);
    permits = new Semaphore(parallelism, true);
  }

  /**
   * Goes through one handshake in memory, for about half a second: see {@link WarmUp}.
   *
   * @return whether it came to its end
   */
  public boolean warmUp() {
    return WarmUp.run(this, random);
  }

  /** Of the certificate that all participants see. */
  public Fingerprint fingerprint() {
    return identity.fingerprint();
  }

  /**
   * Begins a handshake with the client whose certificate has that fingerprint.
   *
   * @return null when too many are in progress
   */
  public @Nullable BcDtlsHandshake begin(Fingerprint client, BcDtlsHandshake.Output output) {
    return begin(client, output, TIMEOUT_MS);
  }

  @Nullable BcDtlsHandshake begin(
      Fingerprint client, BcDtlsHandshake.Output output, int timeoutMs) {
    if (inProgress.incrementAndGet() > MAX_IN_PROGRESS) {
      inProgress.decrementAndGet();
      return null;
    }
    SrtpTlsServer server = new SrtpTlsServer(crypto, identity, client, timeoutMs);
    BcDtlsHandshake handshake = new BcDtlsHandshake(server, output, permits);
    handshake.start(inProgress::decrementAndGet);
    return handshake;
  }

  /**
   * Whether a datagram opens a handshake: nothing else begins one.
   *
   * @param length of the datagram, at {@code bytes[0]}
   */
  public static boolean isClientHello(byte[] bytes, int length) {
    return DtlsRecords.isClientHello(bytes, length);
  }

  /** Handshakes in progress. */
  public int inProgress() {
    return inProgress.get();
  }
}
