package org.meshless.sfu.transport;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.sfu.dtls.BcDtlsServer;
import org.meshless.sfu.dtls.Fingerprint;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.sctp.SctpCounters;

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
    return new SecureTransport(loop, listener, dtls, srtp, random, of(loop));
  }

  /** What the data channels of a loop's transports count. */
  public SctpCounters sctpCounters(MediaLoop loop) {
    return of(loop).sctp;
  }

  private LoopBuffers of(MediaLoop loop) {
    return buffers.computeIfAbsent(loop, key -> new LoopBuffers(key.port(), random));
  }
}
