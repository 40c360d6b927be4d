package org.meshless.signaling.protocol;

/**
 * Why a slot carries what it does.
 *
 * @param generation of the assignment this is about
 * @param reason a sentence for people
 */
public record SlotReason(String mid, int generation, String reason) {}
