package org.meshless.sfu.net;

/** What a media loop counts; each value only ever grows. */
public enum LoopCounter {
  RECEIVED_DATAGRAMS,
  RECEIVED_BYTES,
  /** Datagrams accepted by the kernel, each segment of a segmented send for itself. */
  SENT_DATAGRAMS,
  SENT_BYTES,
  /** Datagrams that the kernel refused or for which the socket's queue had no room. */
  SEND_REFUSED,
  /** Segmented sends (each of two or more datagrams). */
  SEGMENTED_SENDS,
  /** Segmented sends that failed at run time and went out singly instead. */
  SEGMENTED_FAILURES,

  /** Datagrams longer than {@link DatagramBatch#MAX_DATAGRAM_BYTES}. */
  DROPPED_OVERSIZED,
  /** Neither STUN, DTLS, RTP nor RTCP. */
  DROPPED_UNKNOWN_KIND,
  /** DTLS, RTP or RTCP from an address that has passed no connectivity check. */
  DROPPED_UNKNOWN_PATH,
  /** STUN beyond its source's rate. */
  DROPPED_STUN_RATE,
  /** STUN that is malformed or of a kind a lite agent has no use for. */
  DROPPED_STUN_MALFORMED,
  /** STUN for a username fragment nobody here has. */
  DROPPED_STUN_UNKNOWN_USER,
  /** STUN whose MESSAGE-INTEGRITY or FINGERPRINT does not hold. */
  DROPPED_STUN_INTEGRITY,
  /** A genuine check that came again from another address. */
  DROPPED_STUN_REPLAYED,
  /** A genuine check from an address that is another transport's path. */
  DROPPED_STUN_PATH_TAKEN,
  /** DTLS that is malformed, beyond a handshake's queue or beyond the handshakes in progress. */
  DROPPED_DTLS,
  /** RTP or RTCP before its keys were agreed. */
  DROPPED_SRTP_EARLY,
  /** RTP or RTCP that does not authenticate, is malformed or has too many streams. */
  DROPPED_SRTP_INVALID,
  /** RTP or RTCP whose index was seen before, or is too old to tell. */
  DROPPED_SRTP_REPLAYED,

  /** RTP that authenticates but is malformed inside. */
  DROPPED_RTP_MALFORMED,
  /** RTP that names no track and layer of its participant's description, or one too many. */
  DROPPED_RTP_UNKNOWN_STREAM,
  /** Packets for a subscriber with too little room left for what forwarding adds. */
  DROPPED_RTP_OVERSIZED,
  /** Packets forwarded, each subscriber's for itself. */
  FORWARDED_PACKETS,
  /**
   * Packets handed to another loop whose members of the room receive them, each loop's for itself.
   */
  HANDED_OVER_PACKETS,
  /** Packets not handed to another loop because it was that far behind. */
  DROPPED_HAND_OVER_FULL,
  /** Packets given up that had waited too long for a subscriber's path to take them. */
  DROPPED_PACED,
  /** Packets sent again because a subscriber asked. */
  RETRANSMITTED_PACKETS,
  /** Requests to publishers for packets they sent, a request may name several. */
  NACKS_SENT,
  /** Packets of publishers that were lost and came by retransmission. */
  RECOVERED_PACKETS,
  /** Requests to publishers for key frames. */
  KEY_FRAME_REQUESTS,

  /** Messages of data channels received. */
  DATA_MESSAGES_RECEIVED,
  /** Messages of data channels queued for a receiver, each receiver's for itself. */
  DATA_MESSAGES_FORWARDED,
  /** Messages of data channels handed to another loop. */
  DATA_MESSAGES_HANDED_OVER,
  /** Messages of data channels not handed to another loop because it was that far behind. */
  DROPPED_DATA_HAND_OVER_FULL,
  /** Messages longer, with their header, than a receiver takes. */
  DROPPED_DATA_TOO_LONG,
  /** Messages of unreliable channels for a receiver for whom too much waits on others. */
  DROPPED_DATA_FULL,
  /** Reliable streams closed because too much waited on them. */
  DATA_STREAMS_OVERFLOWED,
  /** Streams not opened to a receiver who has too many. */
  DATA_STREAMS_REFUSED,

  /** Connectivity checks answered. */
  STUN_CHECKS,
  /** Changes of a transport's selected path, its first one included. */
  PATHS_SELECTED,
  HANDSHAKES_STARTED,
  HANDSHAKES_FINISHED,
  HANDSHAKES_FAILED,
  TRANSPORTS_OPENED,
  TRANSPORTS_CLOSED,
  /** Exceptions out of a handler: the transport or task at fault was closed, nothing else. */
  HANDLER_FAILURES;

  /** How many there are. */
  static final int COUNT = values().length;
}
