/** Tests of how measurements are reported. */
@NullMarked
package org.meshless.perf.report;

import org.jspecify.annotations.NullMarked;
