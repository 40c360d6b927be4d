/** Measurements of the server from outside and of its parts by JMH. */
@NullMarked
package org.meshless.perf;

import org.jspecify.annotations.NullMarked;
