/**
 * How much a subscriber's path carries, estimated by the sender, and how that is divided.
 *
 * <p>The estimate follows Google congestion control: draft-ietf-rmcat-gcc-02 (March 2016), with
 * what libwebrtc has put in place of its parts since (read at branch-heads/6478, M126): a trendline
 * instead of the Kalman filter, a Bayesian acknowledged bitrate, an estimate of the link's capacity
 * that tells when to be careful, and probing. Departures are named where they are.
 *
 * <p>Everything here is told the time, allocates nothing for a packet, and is confined to the media
 * loop of its subscriber.
 */
@NullMarked
package org.meshless.rtp.bwe;

import org.jspecify.annotations.NullMarked;
