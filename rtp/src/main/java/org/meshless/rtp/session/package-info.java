/** What a session description negotiates, in RTP's terms. */
@NullMarked
package org.meshless.rtp.session;

import org.jspecify.annotations.NullMarked;
