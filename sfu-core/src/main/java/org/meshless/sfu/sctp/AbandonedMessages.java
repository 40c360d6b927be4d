package org.meshless.sfu.sctp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the peer not to wait for messages that were given up (RFC 3758 §3.5, RFC 8260 §2.3).
 * Confined to its association.
 */
final class AbandonedMessages {
  private static final int SKIPS_ROOM = PacketBuilder.MAX_CHUNKS - ForwardTsnChunk.FIXED - 64;

  private final Outstanding outstanding;
  private final boolean interleaving;
  private final boolean allowed;
  private long forwardTsn;
  private boolean due;

  AbandonedMessages(Outstanding outstanding, boolean interleaving, boolean allowed) {
    this.outstanding = outstanding;
    this.interleaving = interleaving;
    this.allowed = allowed;
    forwardTsn = outstanding.first() - 1;
  }

  /** Whether the peer understands; else nothing that was begun can be given up. */
  boolean allowed() {
    return allowed;
  }

  /** More was given up. */
  void onAbandoned() {
    advance();
  }

  /** The peer has answered: if it still waits, it is told (again). */
  void onAcknowledged() {
    advance();
  }

  /** The peer has not answered. */
  void onTimeout() {
    advance();
  }

  /** What the peer is to be told now; null for nothing. */
  @Nullable ForwardTsnChunk due() {
    return due ? chunk() : null;
  }

  void sent() {
    due = false;
  }

  private void advance() {
    long cumulative = outstanding.first() - 1;
    forwardTsn = Math.max(forwardTsn, cumulative);
    while (forwardTsn + 1 < outstanding.next() && outstanding.get(forwardTsn + 1).abandoned) {
      forwardTsn++;
    }
    due = forwardTsn > cumulative;
  }

  private ForwardTsnChunk chunk() {
    Map<Long, ForwardTsnChunk.Skip> skips = new LinkedHashMap<>();
    int most = SKIPS_ROOM / ForwardTsnChunk.skipLength(interleaving);
    long end = outstanding.first();
    while (end <= forwardTsn) {
      OutboundMessage message = outstanding.get(end).message;
      if (interleaving || !message.unordered) {
        long key = (long) message.stream.id << 1 | (message.unordered ? 1 : 0);
        if (skips.size() == most && !skips.containsKey(key)) {
          break; // the rest with the next one
        }
        int sequence = (int) message.sequence & (interleaving ? -1 : 0xffff);
        skips.put(key, new ForwardTsnChunk.Skip(message.stream.id, message.unordered, sequence));
      }
      end++;
    }
    return new ForwardTsnChunk(interleaving, (int) (end - 1), new ArrayList<>(skips.values()));
  }
}
