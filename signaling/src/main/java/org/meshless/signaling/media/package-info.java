/** Joins the hall to the media server: offers become sessions, room events become messages. */
@NullMarked
package org.meshless.signaling.media;

import org.jspecify.annotations.NullMarked;
