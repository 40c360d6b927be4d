package org.meshless.sfu.transport;

import org.meshless.sfu.net.DatagramBatch;
import org.meshless.sfu.net.DatagramPort;

/** What the transports of one media loop take turns with. Confined to it. */
final class LoopBuffers {
  final DatagramRun run;

  /** An RTCP compound on its way out; its listener may send one while it reads one. */
  final byte[] rtcp = new byte[DatagramBatch.MAX_DATAGRAM_BYTES];

  /** An RTCP compound on its way in. */
  final byte[] rtcpIn = new byte[DatagramBatch.MAX_DATAGRAM_BYTES];

  LoopBuffers(DatagramPort port) {
    run = new DatagramRun(port);
  }
}
