/** A certificate for those who have none. Knows BouncyCastle's certificate builder. */
@NullMarked
package org.meshless.signaling.tls;

import org.jspecify.annotations.NullMarked;
