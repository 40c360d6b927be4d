/**
 * SCTP over DTLS (RFC 9260 as profiled by RFC 8261 and RFC 8831) and WebRTC data channels on top
 * (RFC 8832). Plain objects that are told the time: no clock, no socket, no thread.
 */
@NullMarked
package org.meshless.sfu.sctp;

import org.jspecify.annotations.NullMarked;
