package org.meshless.perf.client;

import org.meshless.perf.media.MediaSource;
import org.meshless.perf.media.PublishedTrack;

/** A track to publish, and what makes its packets. */
public record Publication(PublishedTrack track, MediaSource source) {}
