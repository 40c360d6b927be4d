/** What people at real browsers have to wait for. */
@NullMarked
package org.meshless.perf.browser;

import org.jspecify.annotations.NullMarked;
