@NullMarked
package org.meshless.perf.result;

import org.jspecify.annotations.NullMarked;
