package org.meshless.perf.client;

import org.jspecify.annotations.Nullable;
import org.meshless.perf.media.PatternedPayloads;
import org.meshless.perf.media.PublishedTrack;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.SequenceUnwrapper;
import org.meshless.rtp.receive.NackGenerator;
import org.meshless.rtp.receive.ReceptionStatistics;

/**
 * One stream that a subscriber receives: which packet of which track each of its packets is, and
 * which are missing. Confined to its client's loop.
 *
 * <p>A server numbers packets anew, but continuously: once one packet was decrypted, its number and
 * timestamp tell which packet any other is. Where the timestamp contradicts, the packet is
 * decrypted to see; and every {@value #SAMPLE}th is, to be sure.
 */
final class InboundStream {
  /** One packet of so many is authenticated and compared. */
  static final int SAMPLE = 64;

  private static final int SEEN = 1 << 15;

  final RemotePeer.ReceiveLine line;
  final long ssrc;
  final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  final ReceptionStatistics statistics;
  final @Nullable NackGenerator nacks;

  private final PublishedTrack.Packet packet = new PublishedTrack.Packet();
  private final long[] seen = new long[SEEN / 64];
  private @Nullable PublishedTrack track;
  private long seqOffset;
  private int timestampOffset;
  private long highestIndex = -1;

  private int window = -1;
  private long firstSeqInWindow;
  private long lastSeqInWindow;
  private boolean remapped;
  private long received;
  private long recovered;
  private long reordered;
  private long duplicates;

  InboundStream(RemotePeer.ReceiveLine line, long ssrc, @Nullable NackGenerator nacks) {
    this.line = line;
    this.ssrc = ssrc;
    this.nacks = nacks;
    this.statistics = new ReceptionStatistics(ssrc, line.video() ? 90_000 : 48_000);
  }

  /**
   * Whether the packet with this header has to be decrypted: to know what it is, or as a sample.
   */
  boolean wantsPlaintext(long extendedSeq, int timestamp) {
    PublishedTrack known = track;
    if (known == null || extendedSeq % SAMPLE == 0) {
      return true;
    }
    long index = extendedSeq - seqOffset;
    return !known.remembers(index) || timestamp - known.timestamp(index) != timestampOffset;
  }

  /**
   * Learns from a decrypted packet and compares it.
   *
   * @return whether it is what was published
   */
  boolean onPlaintext(byte[] b, int length, long extendedSeq, Tracks tracks) {
    int header = RtpHeader.headerLength(b, 0, length);
    if (header < 0) {
      return false;
    }
    int end = RtpHeader.hasPadding(b, 0) ? length - (b[length - 1] & 0xff) : length;
    int id = PatternedPayloads.trackOf(b, header, end - header, line.video());
    PublishedTrack named = tracks.get(id);
    if (named == null) {
      return false;
    }
    long index = PatternedPayloads.indexOf(b, header, line.video());
    if (!named.find(index, packet)) {
      return false;
    }
    int timestamp = (int) RtpHeader.timestamp(b, 0);
    if (named != track
        || extendedSeq - seqOffset != index
        || timestamp - packet.timestamp != timestampOffset) {
      remapped = track != null;
      if (named != track) {
        highestIndex = -1;
        java.util.Arrays.fill(seen, 0);
      }
      track = named;
      seqOffset = extendedSeq - index;
      timestampOffset = timestamp - packet.timestamp;
    }
    return named.payloads().matches(packet, b, header, end - header);
  }

  /** Whether the last packet given to {@link #onPlaintext} was of a key frame. */
  boolean wasKeyFrame() {
    return packet.keyFrame;
  }

  boolean isKnown() {
    return track != null;
  }

  /**
   * Counts a packet.
   *
   * @return when it was due, or 0 if it does not count
   */
  long onPacket(long extendedSeq, boolean retransmitted, Window current) {
    PublishedTrack known = track;
    if (known == null) {
      return 0;
    }
    enter(current);
    long index = extendedSeq - seqOffset;
    if (!known.remembers(index)) {
      return 0;
    }
    boolean again = isSeen(index);
    mark(index);
    boolean late = index < highestIndex;
    highestIndex = Math.max(highestIndex, index);
    if (!known.inWindow(index)) {
      return 0;
    }
    if (again) {
      duplicates += retransmitted ? 0 : 1;
      return 0;
    }
    if (firstSeqInWindow < 0) {
      firstSeqInWindow = extendedSeq;
    }
    lastSeqInWindow = Math.max(lastSeqInWindow, extendedSeq);
    if (retransmitted) {
      recovered++;
      return 0;
    }
    received++;
    reordered += late ? 1 : 0;
    return known.dueNs(index);
  }

  private void enter(Window current) {
    if (window != current.number()) {
      window = current.number();
      firstSeqInWindow = -1;
      lastSeqInWindow = -1;
      remapped = false;
      received = 0;
      recovered = 0;
      reordered = 0;
      duplicates = 0;
    }
  }

  /** Adds the window's figures. */
  void addTo(LoopCounters sum, Window current) {
    enter(current);
    PublishedTrack known = track;
    if (known == null) {
      return;
    }
    sum.streams++;
    // Where a slot changed hands only its own numbers tell what is missing.
    sum.expected +=
        remapped
            ? (firstSeqInWindow < 0 ? 0 : lastSeqInWindow - firstSeqInWindow + 1)
            : known.publishedInWindow();
    sum.received += received;
    sum.recovered += recovered;
    sum.reordered += reordered;
    sum.duplicates += duplicates;
  }

  private boolean isSeen(long index) {
    if (index <= highestIndex - SEEN) {
      return true;
    }
    return index <= highestIndex && (seen[(int) (index & (SEEN - 1)) >> 6] & 1L << index) != 0;
  }

  private void mark(long index) {
    if (index > highestIndex) {
      // Clear what lies between: those places tell of packets long gone.
      long from = Math.max(highestIndex + 1, index - SEEN + 1);
      for (long i = from; i < index; i++) {
        seen[(int) (i & (SEEN - 1)) >> 6] &= ~(1L << i);
      }
    }
    seen[(int) (index & (SEEN - 1)) >> 6] |= 1L << index;
  }
}
