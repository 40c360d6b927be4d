/**
 * Where people meet: rooms, seats, names, chat, and the life of a seat whose socket or media path
 * is lost. Plain objects on one thread that are told the time; sockets and media are behind {@link
 * Connection} and {@link MediaServer}.
 */
@NullMarked
package org.meshless.signaling.hall;

import org.jspecify.annotations.NullMarked;
