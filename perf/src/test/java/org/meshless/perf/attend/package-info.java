/** What real browsers see and hear of light participants. */
@NullMarked
package org.meshless.perf.attend;

import org.jspecify.annotations.NullMarked;
