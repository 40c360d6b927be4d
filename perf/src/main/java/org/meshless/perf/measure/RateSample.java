package org.meshless.perf.measure;

/**
 * How much went through in a stretch of a window.
 *
 * @param atSeconds its end, from the window's beginning
 * @param publishedPerSecond packets by all publishers
 * @param receivedPerSecond datagrams by all clients, RTCP included
 * @param serverCores 1 is all of one; −1 where the server is not on this machine
 */
public record RateSample(
    double atSeconds, double publishedPerSecond, double receivedPerSecond, double serverCores) {}
