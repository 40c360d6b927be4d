/** JMH benchmarks of the packet path's parts, and the command that runs them. */
@NullMarked
package org.meshless.perf.jmh;

import org.jspecify.annotations.NullMarked;
