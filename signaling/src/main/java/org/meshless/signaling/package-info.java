/** The server around the forwarding unit: HTTP, WebSocket, SDP, configuration. */
@NullMarked
package org.meshless.signaling;

import org.jspecify.annotations.NullMarked;
