/**
 * The messages that page and server exchange over {@code /ws}, as sealed records, and the rules for
 * the names in them. Described for people in PROTOCOL.md, whose examples the tests read.
 *
 * <p>Knows {@code rtp} and Jackson, nothing else of the house: a client in Java can be built on it.
 */
@NullMarked
package org.meshless.signaling.protocol;

import org.jspecify.annotations.NullMarked;
