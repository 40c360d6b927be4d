package org.meshless.signaling.hall;

import org.meshless.signaling.protocol.RoomName;

/** The part of the server that carries media, as the hall needs it. Called on the hall's thread. */
public interface MediaServer {
  /**
   * Makes room for a participant's media.
   *
   * @param participantId unique in the hall
   * @param fromLoopback whether the page came over the loopback interface, so that media can take
   *     it too
   * @param events hears what happens, on the hall's thread and never from within this call
   */
  MediaSeat join(RoomName room, String participantId, boolean fromLoopback, MediaEvents events);
}
