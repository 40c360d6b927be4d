/** How long a broken path may heal by itself before a new one is looked for. */
const PATIENCE_MS = 3_000;
/** How long a new path may take to carry anything before all is begun anew. */
const RESTART_PATIENCE_MS = 12_000;

/**
 * Watches the path that sound and pictures take, and decides what to do when it breaks: wait a little, look for a new one (an ICE
 * restart), and if that does not help either, start over.
 */
export class PathWatch {
  #restart;
  #startOver;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #restarted = false;

  /**
   * @param {() => void} restart
   * @param {() => void} startOver
   */
  constructor(restart, startOver) {
    this.#restart = restart;
    this.#startOver = startOver;
  }

  /** @param {RTCPeerConnectionState} state as it has become */
  onState(state) {
    switch (state) {
      case 'connected':
        this.stop();
        this.#restarted = false;
        return;
      case 'disconnected':
        return this.#after(PATIENCE_MS);
      case 'failed':
        return this.mend();
      default:
        return;
    }
  }

  /** The path is known to be broken. */
  mend() {
    this.stop();
    if (this.#restarted) return this.#startOver();
    this.#restarted = true;
    this.#restart();
    this.#after(RESTART_PATIENCE_MS);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** @param {number} ms */
  #after(ms) {
    // A restart in progress keeps its own time.
    if (this.#restarted && ms === PATIENCE_MS) return;
    this.stop();
    this.#timer = setTimeout(() => this.mend(), ms);
  }
}
