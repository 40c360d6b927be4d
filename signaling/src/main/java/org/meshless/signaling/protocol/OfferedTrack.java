package org.meshless.signaling.protocol;

/**
 * What an m-line of an offer will carry.
 *
 * @param mid the m-line's {@code a=mid} (RFC 8843 §7.1)
 */
public record OfferedTrack(String mid, TrackSource source, boolean muted) {}
