/**
 * Media loops: one thread, one UDP port and one socket per local address each, and what rides on
 * their turns. The only package that knows Netty.
 */
@NullMarked
package org.meshless.sfu.net;

import org.jspecify.annotations.NullMarked;
