package org.meshless.signaling.hall;

import java.time.Duration;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.VideoCodec;

/**
 * The hall's limits and patience.
 *
 * @param maxRooms rooms at a time
 * @param maxPeoplePerRoom seats of one room, those being kept for somebody lost included
 * @param messagesPerSecond what one socket may send in the long run; a message counts as one for
 *     each 8 KiB of it
 * @param messageBurst what it may send at once
 * @param eventLogLength events kept for each seat against its return
 * @param eventLogBytes roughly how much memory those may take for each seat
 * @param joinWithin how long a socket may stay without a seat
 * @param patienceWithPath how long a seat without a socket is kept while its media path lives
 * @param patienceWithoutPath and while it does not
 * @param slots how many slots a client is asked to offer in a room that needs no more
 * @param codec of rooms whose maker names none
 */
public record HallSettings(
    int maxRooms,
    int maxPeoplePerRoom,
    int messagesPerSecond,
    int messageBurst,
    int eventLogLength,
    int eventLogBytes,
    Duration joinWithin,
    Duration patienceWithPath,
    Duration patienceWithoutPath,
    ServerMessage.SlotCounts slots,
    VideoCodec codec) {
  public static final HallSettings DEFAULT =
      new HallSettings(
          10_000,
          100,
          50,
          200,
          512,
          256 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          new ServerMessage.SlotCounts(8, 8),
          VideoCodec.VP8);
}
