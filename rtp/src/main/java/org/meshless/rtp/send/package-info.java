/**
 * From the streams of publishers to the stream of a slot: {@link
 * org.meshless.rtp.send.StreamRewriter} gives what changes in a packet, {@link
 * org.meshless.rtp.send.PacketRing} keeps packets for those who missed one, {@link
 * org.meshless.rtp.send.StreamClock} says when they were captured.
 */
@NullMarked
package org.meshless.rtp.send;

import org.jspecify.annotations.NullMarked;
