/**
 * How much a subscriber's path carries, estimated by the sender, and how that is divided.
 *
 * <p>The estimate follows Google congestion control: draft-ietf-rmcat-gcc-02, with what libwebrtc
 * has put in place of its parts since: a trendline instead of the Kalman filter, a Bayesian
 * acknowledged bitrate, an estimate of the link's capacity that tells when to be careful, and
 * probing. Constants are those of {@code trendline_estimator.cc} (mirror JumpingYang001/webrtc,
 * commit 0b51f0288ec1) and of {@code aimd_rate_control.cc}, {@code bitrate_estimator.cc}, {@code
 * alr_detector.h} and {@code probe_bitrate_estimator.cc} (mirror jbg/libwebrtc, commits
 * 1d0005a11df2, 45f78c9322f4, 0f64616949d9 and 0adbe68f151e).
 *
 * <p>Departures, each explained where it is:
 *
 * <ul>
 *   <li>a queue that grows is no overuse while it is short ({@link
 *       org.meshless.rtp.bwe.BandwidthEstimator});
 *   <li>packets of a probe and those right behind it tell nothing of the queue, and an overuse
 *       shortly after a probe takes back no more than the probe had promised;
 *   <li>while little is sent, the first overuses lower the estimate, not what arrived;
 *   <li>the path's own loss is taken off before loss counts as congestion, and of packets lost in a
 *       row only the first few count;
 *   <li>feedback that was lost does not lower the acknowledged bitrate.
 * </ul>
 *
 * <p>The limits that belong to the departures (35 ms of queue, 10 % of loss) were chosen on the
 * rows and seeds of {@code BadNetworksTest}, not on others held back. A path that drops what
 * exceeds its rate without queueing has not been tried.
 *
 * <p>Everything here is told the time, allocates nothing for a packet, and is confined to the media
 * loop of its subscriber.
 */
@NullMarked
package org.meshless.rtp.bwe;

import org.jspecify.annotations.NullMarked;
