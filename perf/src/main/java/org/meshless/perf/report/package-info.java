/** What measurements say, to people and as JSON, and on what they were taken. */
@NullMarked
package org.meshless.perf.report;

import org.jspecify.annotations.NullMarked;
