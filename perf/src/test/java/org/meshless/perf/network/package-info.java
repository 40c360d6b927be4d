@NullMarked
package org.meshless.perf.network;

import org.jspecify.annotations.NullMarked;
