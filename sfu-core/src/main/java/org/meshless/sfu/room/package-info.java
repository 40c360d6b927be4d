/**
 * Rooms: who is in them, what each participant publishes, and which slot of whom carries it.
 *
 * <p>{@link org.meshless.sfu.room.Sfu} and {@link org.meshless.sfu.room.Participant} are the
 * thread-safe face that signaling calls; everything behind them is confined to one {@code
 * MediaLoop}. A packet's way through here reads top to bottom: {@code Member.onRtp} → {@code
 * InboundStream} (receive) → {@code InboundTrack} (forward) → {@code Slot} and {@code
 * OutgoingPackets} (send).
 */
@NullMarked
package org.meshless.sfu.room;

import org.jspecify.annotations.NullMarked;
