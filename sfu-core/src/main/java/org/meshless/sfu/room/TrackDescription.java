package org.meshless.sfu.room;

import org.meshless.rtp.session.MediaSection;

/**
 * What is known of a published track wherever it is forwarded.
 *
 * <p>Immutable.
 *
 * @param sourceId what subscribers see as the CSRC of this track's packets, 1..2³²−1, unique in the
 *     room
 * @param section as its publisher last negotiated it
 */
record TrackDescription(
    String publisherId, TrackSource source, long sourceId, MediaSection section) {}
