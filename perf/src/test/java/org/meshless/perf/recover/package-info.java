/** Tests of what breaks things. */
@NullMarked
package org.meshless.perf.recover;

import org.jspecify.annotations.NullMarked;
