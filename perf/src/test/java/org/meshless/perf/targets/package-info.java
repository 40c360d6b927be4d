@NullMarked
package org.meshless.perf.targets;

import org.jspecify.annotations.NullMarked;
