/** The real server on real sockets; only media is missing. */
@NullMarked
package org.meshless.signaling.web;

import org.jspecify.annotations.NullMarked;
