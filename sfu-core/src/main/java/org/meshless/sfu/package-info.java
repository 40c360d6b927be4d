/** The selective forwarding unit, from media loops to rooms. */
@NullMarked
package org.meshless.sfu;

import org.jspecify.annotations.NullMarked;
