/** The kinds of load, and the command line of each. */
@NullMarked
package org.meshless.perf.scenario;

import org.jspecify.annotations.NullMarked;
