package org.meshless.sfu.net;

import java.net.InetSocketAddress;
import org.meshless.sfu.ice.BindingRequest;

/**
 * The owner of a username fragment and of the paths validated under it: what a {@link MediaLoop}
 * hands datagrams to. Called on the loop's thread only. The bytes belong to the batch: whoever
 * keeps them copies them.
 */
public interface LoopEndpoint {
  /**
   * A well-formed binding request that names this endpoint's username fragment; nothing in it is
   * authenticated yet.
   */
  void onCheck(long nowNs, int socket, InetSocketAddress remote, BindingRequest request);

  /** A DTLS datagram on a validated path. */
  void onDtls(long nowNs, int socket, InetSocketAddress remote, byte[] bytes, int length);

  /** An SRTP packet on a validated path. */
  void onSrtp(long nowNs, byte[] bytes, int length);

  /** An SRTCP packet on a validated path. */
  void onSrtcp(long nowNs, byte[] bytes, int length);

  /** One of the above threw. The endpoint closes itself; the loop and everybody else go on. */
  void onFailure(long nowNs, RuntimeException failure);
}
