/** Offers and events between the hall and a real media server. */
@NullMarked
package org.meshless.signaling.media;

import org.jspecify.annotations.NullMarked;
