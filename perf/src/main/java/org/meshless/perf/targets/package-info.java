/** The servers that can be measured: how each is started and joined. */
@NullMarked
package org.meshless.perf.targets;

import org.jspecify.annotations.NullMarked;
