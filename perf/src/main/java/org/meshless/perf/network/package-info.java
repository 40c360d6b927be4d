/** What people see of each other over a bad network. */
@NullMarked
package org.meshless.perf.network;

import org.jspecify.annotations.NullMarked;
