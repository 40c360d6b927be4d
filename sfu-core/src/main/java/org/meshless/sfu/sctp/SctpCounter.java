package org.meshless.sfu.sctp;

/** What associations count; each value only ever grows. */
public enum SctpCounter {
  PACKETS_RECEIVED,
  PACKETS_SENT,
  MESSAGES_RECEIVED,
  /** Messages whose last fragment was sent for the first time. */
  MESSAGES_SENT,
  BYTES_RECEIVED,
  BYTES_SENT,

  /** Packets too short, of odd length or for another port. */
  DROPPED_MALFORMED,
  /** Packets whose checksum does not hold. */
  DROPPED_CHECKSUM,
  /** Packets with another verification tag than ours. */
  DROPPED_TAG,
  /** Chunks whose inside does not fit their type, or that have no place where they came. */
  DROPPED_CHUNKS,
  /** COOKIE ECHOs that we never signed. */
  FORGED_COOKIES,
  /** COOKIE ECHOs that came too late. */
  STALE_COOKIES,
  /** INITs answered; none of them costs memory. */
  INITS_ANSWERED,
  /** Requests beyond what is answered in one turn. */
  DROPPED_REQUESTS,

  /** User data that had arrived before. */
  DUPLICATE_DATA,
  /** User data there was no room for, in bytes or in gaps. */
  REFUSED_DATA,
  /** Messages for streams or of protocols nobody here knows. */
  DROPPED_MESSAGES,

  /** Chunks sent again. */
  RETRANSMISSIONS,
  /** Losses noticed by what arrived after them. */
  FAST_RETRANSMITS,
  /** Losses noticed by silence. */
  TIMEOUTS,
  /** Messages given up: too many retransmissions, too old, or overtaken in a full queue. */
  ABANDONED_MESSAGES,

  ASSOCIATIONS_ESTABLISHED,
  ASSOCIATIONS_RESTARTED,
  /** Ended by us because the peer broke the protocol or asked for too much. */
  ASSOCIATIONS_ABORTED,
  CHANNELS_OPENED,
  /** Channels refused: too many, or their opening cannot be read. */
  CHANNELS_REFUSED;

  /** How many there are. */
  static final int COUNT = values().length;
}
