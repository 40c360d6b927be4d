/** Who may know whom. */
@NullMarked
package org.meshless.perf.architecture;

import org.jspecify.annotations.NullMarked;
