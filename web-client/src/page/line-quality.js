/** Beyond this much loss sound suffers, whatever is sent again. */
const POOR_LOSS = 0.08;
/** Beyond this round trip people talk into each other's sentences. */
const POOR_ROUND_TRIP_MS = 600;
/** So many looks of the same kind in a row change the verdict: one bad moment is none. */
const PATIENCE = 3;

/**
 * @typedef {object} Look
 * @property {number} loss 0…1, of all that should have come since the last look
 * @property {number | null} roundTripMs
 * @property {boolean} short the server holds pictures back because the path does not carry them
 */

/** Whether the connection is poor: slow to say so, and slow to take it back. */
export class LineQuality {
  #poor = false;
  #against = 0;

  /**
   * @param {Look} look
   * @returns {boolean} the verdict
   */
  add({loss, roundTripMs, short}) {
    const poor = short || loss > POOR_LOSS || (roundTripMs ?? 0) > POOR_ROUND_TRIP_MS;
    this.#against = poor === this.#poor ? 0 : this.#against + 1;
    if (this.#against >= PATIENCE) {
      this.#poor = poor;
      this.#against = 0;
    }
    return this.#poor;
  }
}
