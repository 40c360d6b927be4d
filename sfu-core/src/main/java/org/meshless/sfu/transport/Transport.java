package org.meshless.sfu.transport;

import org.meshless.rtp.session.RemoteTransport;
import org.meshless.rtp.srtp.SrtpSender;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.SctpOptions;

/**
 * One participant's transport: connectivity checks answered, DTLS handshaken, SRTP both ways.
 * Confined to its media loop: create it and call it there.
 *
 * <p>The real one is made by a {@link TransportFactory}; a simulated room may bring one without
 * cryptography.
 */
public interface Transport {
  /** The longest RTCP compound that is sent. */
  int MAX_RTCP_BYTES = 1200;

  /** Our username fragment and password, for the answer. Changes with {@link #restartIce}. */
  IceCredentials ice();

  /**
   * Sets what the peer's SDP says of it: whose checks count and whose certificate. Call it before
   * the answer leaves. Later calls may change the ICE credentials (after {@link #restartIce}), not
   * the fingerprint.
   *
   * @return false when the fingerprint is another one than before, or of an algorithm unknown here:
   *     nothing was changed
   */
  boolean remote(RemoteTransport remote);

  /**
   * Draws new credentials for an ICE restart (RFC 8445 §9) that the peer has offered. The old ones
   * stay valid until the first nomination under the new.
   */
  IceCredentials restartIce();

  TransportState state();

  /** Whether packets can be sent now: connected, not silent, and a path is known. */
  boolean isWritable();

  /**
   * Protects what goes to this peer.
   *
   * @throws IllegalStateException before {@link TransportListener#onConnected}
   */
  SrtpSender srtpSender();

  /**
   * Starts this peer's outgoing packets of the turn. Only while {@link #isWritable}, and one run at
   * a time per loop.
   */
  DatagramRun beginRun();

  /**
   * Protects an RTCP compound and sends it; silently nothing while not {@link #isWritable}.
   *
   * @param compound plaintext; only read
   * @param length at most {@link #MAX_RTCP_BYTES}
   */
  void sendRtcp(byte[] compound, int offset, int length);

  /**
   * Makes room for data channels (m=application), once and before the answer leaves: the peer
   * begins as soon as DTLS is there. The listener hears of their end, and no later than {@link
   * TransportListener#onClosed}.
   */
  DataChannels openDataChannels(SctpOptions options, DataChannels.Listener listener);

  /** Says goodbye (close_notify) where it can and closes; the listener hears {@code LOCAL}. */
  void close();

  /** The loop that it lives on. */
  MediaLoop loop();
}
