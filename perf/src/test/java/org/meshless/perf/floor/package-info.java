@NullMarked
package org.meshless.perf.floor;

import org.jspecify.annotations.NullMarked;
