/** Light participants that browsers can see and hear: company for a test of a large room. */
@NullMarked
package org.meshless.perf.attend;

import org.jspecify.annotations.NullMarked;
