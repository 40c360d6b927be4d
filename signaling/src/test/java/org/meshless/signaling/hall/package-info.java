/** Rooms in virtual time: sockets and media are fakes that record. */
@NullMarked
package org.meshless.signaling.hall;

import org.jspecify.annotations.NullMarked;
