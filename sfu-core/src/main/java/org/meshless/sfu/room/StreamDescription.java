package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;

/**
 * What all packets of one stream have in common: a track, or one simulcast layer of it.
 *
 * <p>Immutable.
 *
 * @param id unique in the room, for the rewriters of its subscribers
 * @param rid the simulcast layer (RFC 8851), null where there is only one
 */
record StreamDescription(int id, TrackDescription track, @Nullable String rid) {}
