/**
 * How long to wait before the next attempt: doubling from `firstMs` to `capMs`, each time anywhere between half of that and all of
 * it, so that the many clients of a server that went away do not come back at the same instant.
 */
export class Backoff {
  #attempt = 0;

  /** @param {{firstMs?: number, capMs?: number, random?: () => number}} [options] */
  constructor({firstMs = 500, capMs = 6_000, random = Math.random} = {}) {
    this.firstMs = firstMs;
    this.capMs = capMs;
    this.random = random;
  }

  /** How many delays were given out since the last success. */
  get attempt() {
    return this.#attempt;
  }

  /**
   * The next delay in milliseconds.
   *
   * @param {number} [atLeastMs] what the server asked for
   */
  next(atLeastMs = 0) {
    const ceiling = Math.min(this.capMs, this.firstMs * 2 ** Math.min(this.#attempt, 30));
    this.#attempt++;
    return Math.round(atLeastMs + ceiling * (0.5 + this.random() / 2));
  }

  /** It worked: the next trouble starts from the beginning. */
  reset() {
    this.#attempt = 0;
  }
}
