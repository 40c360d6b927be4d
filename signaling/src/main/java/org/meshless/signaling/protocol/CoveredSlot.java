package org.meshless.signaling.protocol;

/**
 * A slot whose former content the page shows no more.
 *
 * @param generation of the assignment that replaced it
 */
public record CoveredSlot(String mid, int generation) {}
