/**
 * The server's face to browsers: the page's files, the WebSocket, health, metrics. Knows Vert.x, so
 * that no one else must.
 */
@NullMarked
package org.meshless.signaling.web;

import org.jspecify.annotations.NullMarked;
