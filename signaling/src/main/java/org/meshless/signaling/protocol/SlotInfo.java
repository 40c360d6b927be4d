package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a slot (one of the client's {@code recvonly} m-lines) carries now.
 *
 * @param generation grows by every assignment of this slot; an older one arriving late is to be
 *     ignored
 * @param participant whose track it is, or null while the slot is empty; then the rest is absent
 * @param sourceId the id that rides in the CSRC list of the slot's packets, 0 to 2³²−1
 * @param rtpTimestamp the first RTP timestamp of this assignment, 0 to 2³²−1, comparable modulo 2³²
 */
public record SlotInfo(
    String mid,
    long generation,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String participant,
    @Nullable TrackSource source,
    @Nullable Long sourceId,
    @Nullable Long rtpTimestamp) {}
