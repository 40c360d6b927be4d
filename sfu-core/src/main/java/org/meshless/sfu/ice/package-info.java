/**
 * ICE-lite (RFC 8445 §2.5): connectivity checks answered, paths validated and selected. Pure: told
 * the time, sends nothing itself. The only package that knows ice4j.
 */
@NullMarked
package org.meshless.sfu.ice;

import org.jspecify.annotations.NullMarked;
