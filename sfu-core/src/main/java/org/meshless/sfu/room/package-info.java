/**
 * Rooms: who is in them, what each participant publishes, and which slot of whom carries it.
 *
 * <p>{@link org.meshless.sfu.room.Sfu} and {@link org.meshless.sfu.room.Participant} are the
 * thread-safe face that signaling calls; everything behind them but {@code Room} is confined to one
 * {@code MediaLoop}. A packet's way through here reads top to bottom: {@code Member.onRtp} → {@code
 * InboundStream} (receive) → {@code InboundTrack} (forward) → {@code Slot} and {@code Downlink}
 * (send).
 *
 * <p>A room that outgrows its loop has one {@code RoomPart} on each of several. A track is then a
 * {@code RoomTrack} on every one of them: on its publisher's loop beside the {@code InboundTrack},
 * elsewhere behind an {@code Outlet}, whose packets cross by the ring of a {@code PartLink}.
 */
@NullMarked
package org.meshless.sfu.room;

import org.jspecify.annotations.NullMarked;
