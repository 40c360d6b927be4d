package org.meshless.perf.client;

import org.meshless.rtp.rtcp.RtcpPacket;

/** Where a client's RTCP goes. */
interface RtcpOut {
  void send(RtcpPacket packet);
}
