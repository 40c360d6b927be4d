/** RTCP packets: reports (RFC 3550) and feedback (RFC 4585, RFC 5104 and drafts browsers use). */
@NullMarked
package org.meshless.rtp.rtcp;

import org.jspecify.annotations.NullMarked;
