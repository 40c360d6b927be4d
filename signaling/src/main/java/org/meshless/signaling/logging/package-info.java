/** One compact line per event on stderr, until the very end of the process. */
@NullMarked
package org.meshless.signaling.logging;

import org.jspecify.annotations.NullMarked;
