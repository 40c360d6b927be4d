/**
 * The DTLS 1.2 server (RFC 6347) that agrees on SRTP keys (RFC 5764). The only package that knows
 * BouncyCastle.
 */
@NullMarked
package org.meshless.sfu.dtls;

import org.jspecify.annotations.NullMarked;
