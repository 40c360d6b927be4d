/** What a process costs, by the kernel's and the JVM's own accounts. */
@NullMarked
package org.meshless.perf.measure;

import org.jspecify.annotations.NullMarked;
