/** The server as a process, started and stopped as an operator does. */
@NullMarked
package org.meshless.signaling;

import org.jspecify.annotations.NullMarked;
