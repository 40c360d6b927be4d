/** How long people look at a frozen picture after something broke. */
@NullMarked
package org.meshless.perf.recover;

import org.jspecify.annotations.NullMarked;
