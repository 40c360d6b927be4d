/** @import {Room} from '../protocol/meshless.js' */
/** @import {Stage} from './stage.js' */

/** A page that is out of sight for longer gets no more pictures; sound it gets. Shorter, they would only have to be begun anew. */
const OUT_OF_SIGHT_MS = 10_000;

/** Tells the room what the user sees, as the stage and the window change. */
export class Looking {
  #room;
  #stage;
  #away = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #leaving;

  /**
   * @param {Room} room
   * @param {Stage} stage
   * @param {AbortSignal} signal
   */
  constructor(room, stage, signal) {
    this.#room = room;
    this.#stage = stage;
    document.addEventListener('visibilitychange', () => this.#onVisibility(), {signal});
    // Another screen may have other pixels.
    addEventListener('resize', () => this.update(), {signal});
    for (const type of ['enterpictureinpicture', 'leavepictureinpicture']) document.addEventListener(type, () => this.update(), {signal});
    signal.addEventListener('abort', () => clearTimeout(this.#leaving));
    this.#onVisibility();
  }

  /** Something else is shown. */
  update() {
    const tiles = this.#stage.view();
    // Until then the server chooses, which is better than nothing.
    if (!tiles) return;
    const floating = document.pictureInPictureElement?.closest('[data-tile]')?.getAttribute('data-tile');
    this.#room.show(this.#away ? tiles.filter(({participant}) => participant === floating) : tiles);
  }

  #onVisibility() {
    clearTimeout(this.#leaving);
    if (document.visibilityState === 'visible') {
      this.#away = false;
      this.update();
    } else {
      this.#leaving = setTimeout(() => {
        this.#away = true;
        this.update();
      }, OUT_OF_SIGHT_MS);
    }
  }
}
