/** What log lines look like. */
@NullMarked
package org.meshless.signaling.logging;

import org.jspecify.annotations.NullMarked;
