/**
 * From the streams of publishers to the stream of a slot: {@link
 * org.meshless.rtp.send.StreamRewriter} gives what changes in a packet, {@link
 * org.meshless.rtp.send.PacketRing} keeps packets for those who missed one, {@link
 * org.meshless.rtp.send.StreamClock} says when they were captured, {@link
 * org.meshless.rtp.send.LayerSelector} which of their layers a subscriber gets and {@link
 * org.meshless.rtp.send.Pacer} when what is chosen may leave.
 */
@NullMarked
package org.meshless.rtp.send;

import org.jspecify.annotations.NullMarked;
