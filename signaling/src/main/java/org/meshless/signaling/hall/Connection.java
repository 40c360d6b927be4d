package org.meshless.signaling.hall;

import org.meshless.signaling.protocol.ServerMessage;

/**
 * One client's socket, as the hall sees it. Called on the hall's thread; must not call back from
 * within.
 */
public interface Connection {
  /** Sends, or drops if the socket is closed or too slow to be worth keeping. Never blocks. */
  void send(ServerMessage message);

  /** Closes after what was sent. Nothing of this socket reaches the hall afterwards. */
  void close(CloseCode code);
}
