package org.meshless.signaling.protocol;

/** A track that a participant has announced, and whether it is silent or dark at the moment. */
public record TrackInfo(TrackSource source, boolean muted) {}
