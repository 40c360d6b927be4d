package org.meshless.sfu.transport;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.meshless.sfu.dtls.BcDtlsSession;
import org.meshless.sfu.net.LoopTask;
import org.meshless.sfu.net.LoopTimer;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.SctpAssociation;
import org.meshless.sfu.sctp.SctpOptions;

/**
 * A transport's data channels between DTLS and the turns of the loop: what the channels have to say
 * in a turn leaves at its end. Confined to its media loop.
 */
final class DataLink implements LoopTask, SctpAssociation.Output {
  /** The streams that a receiver has at most, and others opened to it. */
  private static final int MAX_CHANNELS = 256;

  private final MediaLoop loop;
  private final LoopTask owner;
  private final LoopTimer timer;
  private final DataChannels channels;
  private @Nullable BcDtlsSession session;

  /**
   * A link without DTLS yet.
   *
   * @param owner hears of failures
   */
  DataLink(
      MediaLoop loop,
      LoopTask owner,
      LoopBuffers buffers,
      SecureRandom random,
      SctpOptions options,
      DataChannels.Listener listener) {
    this.loop = loop;
    this.owner = owner;
    timer = loop.newTimer(this);
    channels =
        new DataChannels(
            options, true, MAX_CHANNELS, buffers.cookies, random, buffers.sctp, this, listener);
  }

  DataChannels channels() {
    return channels;
  }

  /** DTLS is there; the peer, its client, speaks first. */
  void onConnected(BcDtlsSession agreed) {
    session = agreed;
  }

  void onPacket(long nowNs, byte[] bytes, int offset, int length) {
    channels.association().onPacket(nowNs, bytes, offset, length);
  }

  /** Ends the association; the peer hears of it if it still can. */
  void close(long nowNs) {
    channels.association().abort(nowNs);
    timer.cancel();
    session = null;
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    if (session != null) {
      session.send(bytes, offset, length);
    }
  }

  @Override
  public void onFlushWanted() {
    loop.atTurnEnd(this);
  }

  @Override
  public void onTurnEnd(long nowNs) {
    channels.association().flush(nowNs);
    timer.set(channels.association().nextDeadlineNs());
  }

  @Override
  public void onTimeout(long nowNs) {
    channels.association().onTimeout(nowNs);
    timer.set(channels.association().nextDeadlineNs());
  }

  @Override
  public void onFailure(long nowNs, RuntimeException failure) {
    owner.onFailure(nowNs, failure);
  }
}
