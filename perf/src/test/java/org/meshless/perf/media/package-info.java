@NullMarked
package org.meshless.perf.media;

import org.jspecify.annotations.NullMarked;
