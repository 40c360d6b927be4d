/** @import {SlotInfo, Source} from './messages.js' */

/**
 * What each slot carries, by mid. The server tells of changes only; every assignment of a slot has a higher generation than the one
 * before, so that one that was overtaken (or is told again after the connection was resumed) is known for what it is.
 */
export class SlotTable {
  /** @type {Map<string, SlotInfo>} */ #slots = new Map();

  get all() {
    return [...this.#slots.values()];
  }

  /**
   * @param {string} participant
   * @param {Source} source
   */
  find(participant, source) {
    return this.all.find(slot => slot.participant === participant && slot.source === source) ?? null;
  }

  /**
   * @param {SlotInfo[]} slots
   * @returns {{before: SlotInfo | null, now: SlotInfo}[]} what changed, clearances first: one participant's track may have moved to
   *     another slot
   */
  apply(slots) {
    const changes = [];
    for (const now of slots) {
      const before = this.#slots.get(now.mid) ?? null;
      if (before && now.generation <= before.generation) continue;
      this.#slots.set(now.mid, now);
      changes.push({before, now});
    }
    return changes.sort((a, b) => Number(a.now.participant !== null) - Number(b.now.participant !== null));
  }
}
