/** How long a broken path may heal by itself before a new one is looked for. */
const PATIENCE_MS = 3_000;
/** The same where the server has not heard of us for long already. */
const SILENCE_PATIENCE_MS = 1_500;
/** How long a new path may take to carry anything before all is begun anew. */
const RESTART_PATIENCE_MS = 10_000;

/**
 * Watches the path that sound and pictures take, and decides what to do when it breaks: wait a little, for it may move to another
 * network by itself; look for a new one (an ICE restart); and if that does not help either, start over.
 */
export class PathWatch {
  #restart;
  #startOver;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {'well' | 'silent' | 'broken' | 'restarted'} */ #trouble = 'well';

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
        // That it hears the server does not mean that the server hears it.
        return this.#trouble === 'silent' ? undefined : this.stop();
      case 'disconnected':
        // What is in progress keeps its own time.
        if (this.#trouble === 'well') this.#mendAfter(PATIENCE_MS, 'broken');
        return;
      case 'failed':
        return this.mend();
      default:
        return;
    }
  }

  /** The server has heard nothing for seconds, whatever the browser believes. */
  onSilent() {
    if (this.#trouble === 'well') this.#mendAfter(SILENCE_PATIENCE_MS, 'silent');
  }

  /** The server hears us again. */
  onHeard() {
    if (this.#trouble === 'silent' || this.#trouble === 'restarted') this.stop();
  }

  /** The path is known to be broken. */
  mend() {
    clearTimeout(this.#timer);
    if (this.#trouble === 'restarted') {
      this.stop();
      return this.#startOver();
    }
    this.#mendAfter(RESTART_PATIENCE_MS, 'restarted');
    this.#restart();
  }

  /** All is well, or somebody else's business. */
  stop() {
    clearTimeout(this.#timer);
    this.#trouble = 'well';
  }

  /**
   * @param {number} ms
   * @param {'silent' | 'broken' | 'restarted'} trouble
   */
  #mendAfter(ms, trouble) {
    clearTimeout(this.#timer);
    this.#trouble = trouble;
    this.#timer = setTimeout(() => this.mend(), ms);
  }
}
