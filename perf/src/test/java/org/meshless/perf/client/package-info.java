@NullMarked
package org.meshless.perf.client;

import org.jspecify.annotations.NullMarked;
