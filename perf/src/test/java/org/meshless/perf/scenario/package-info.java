/** Tests of the scenarios' own judgement. */
@NullMarked
package org.meshless.perf.scenario;

import org.jspecify.annotations.NullMarked;
