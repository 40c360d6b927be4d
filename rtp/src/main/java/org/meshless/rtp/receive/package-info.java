/**
 * What a receiver of RTP owes its sender: what arrived, what is missing, what to send again, when a
 * key frame is needed.
 *
 * <p>Everything here is told the time in nanoseconds of one monotonic clock. Objects that want to
 * be woken have {@code nextDeadlineNs()}, {@link Long#MAX_VALUE} meaning never, and {@code
 * onTimeout(nowNs)}, which may be called at any time and does what is due by then.
 */
@NullMarked
package org.meshless.rtp.receive;

import org.jspecify.annotations.NullMarked;
