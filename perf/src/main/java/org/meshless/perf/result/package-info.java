/** What came out of a run: tables, JSON, HTML. */
@NullMarked
package org.meshless.perf.result;

import org.jspecify.annotations.NullMarked;
