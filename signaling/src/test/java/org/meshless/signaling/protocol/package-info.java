/** Messages as strangers send them and as PROTOCOL.md shows them. */
@NullMarked
package org.meshless.signaling.protocol;

import org.jspecify.annotations.NullMarked;
