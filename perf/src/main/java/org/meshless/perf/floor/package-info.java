/** What the same traffic costs without a server: protect and send, nothing else. */
@NullMarked
package org.meshless.perf.floor;

import org.jspecify.annotations.NullMarked;
