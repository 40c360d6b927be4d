package org.meshless.sfu.transport;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.sfu.dtls.BcDtlsServer;
import org.meshless.sfu.dtls.Fingerprint;
import org.meshless.sfu.net.MediaLoop;

/** Makes the real transports: ICE-lite, DTLS, SRTP. Thread-safe. */
public final class SecureTransports implements TransportFactory {
  private final BcDtlsServer dtls;
  private final SrtpProvider srtp;
  private final SecureRandom random;
  private final Map<MediaLoop, LoopBuffers> buffers = new ConcurrentHashMap<>();

  /**
   * What all transports of a server share.
   *
   * @param random for ICE credentials
   */
  public SecureTransports(BcDtlsServer dtls, SrtpProvider srtp, SecureRandom random) {
    this.dtls = dtls;
    this.srtp = srtp;
    this.random = random;
  }

  /** Of the certificate that every peer will see, for the answers. */
  public Fingerprint fingerprint() {
    return dtls.fingerprint();
  }

  @Override
  public Transport open(MediaLoop loop, TransportListener listener) {
    LoopBuffers own = buffers.computeIfAbsent(loop, of -> new LoopBuffers(of.port()));
    return new SecureTransport(loop, listener, dtls, srtp, random, own);
  }
}
