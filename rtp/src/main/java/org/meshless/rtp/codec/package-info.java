/** Codecs by what makes their bitstreams differ, and the payload descriptors a forwarder reads. */
@NullMarked
package org.meshless.rtp.codec;

import org.jspecify.annotations.NullMarked;
