/**
 * Datagram sockets as Linux has them: batches in and out, the kernel's receive timestamps, epoll.
 * IPv4 only.
 */
@NullMarked
package org.meshless.perf.net;

import org.jspecify.annotations.NullMarked;
