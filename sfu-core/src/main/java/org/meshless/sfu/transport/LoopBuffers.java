package org.meshless.sfu.transport;

import java.security.SecureRandom;
import org.meshless.sfu.net.DatagramBatch;
import org.meshless.sfu.net.DatagramPort;
import org.meshless.sfu.sctp.CookieSigner;
import org.meshless.sfu.sctp.SctpCounters;

/** What the transports of one media loop take turns with. Confined to it. */
final class LoopBuffers {
  final DatagramRun run;

  /** An RTCP compound on its way out; its listener may send one while it reads one. */
  final byte[] rtcp = new byte[DatagramBatch.MAX_DATAGRAM_BYTES];

  /** An RTCP compound on its way in. */
  final byte[] rtcpIn = new byte[DatagramBatch.MAX_DATAGRAM_BYTES];

  /** Signs the cookies of all associations. */
  final CookieSigner cookies;

  final SctpCounters sctp = new SctpCounters();

  LoopBuffers(DatagramPort port, SecureRandom random) {
    run = new DatagramRun(port);
    cookies = new CookieSigner(random);
  }
}
