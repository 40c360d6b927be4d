/** Settings from flags, environment and file. */
@NullMarked
package org.meshless.signaling.config;

import org.jspecify.annotations.NullMarked;
