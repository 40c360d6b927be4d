/** One participant's transport: ICE, then DTLS, then SRTP, all on the media loop that owns it. */
@NullMarked
package org.meshless.sfu.transport;

import org.jspecify.annotations.NullMarked;
