/** DTLS as a browser speaks it to a server: BouncyCastle's client. */
@NullMarked
package org.meshless.perf.dtls;

import org.jspecify.annotations.NullMarked;
