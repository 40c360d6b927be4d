/**
 * A video on the page.
 *
 * @typedef {object} ViewTile
 * @property {string} participant id
 * @property {'camera' | 'screen'} source
 * @property {number} width in device pixels
 * @property {number} height
 * @property {boolean} [pinned] the user wants this one before all others
 */

/** As much as a message may name. */
const MOST_TILES = 64;
const LONGEST_SIDE = 65_535;
/** Windows that are dragged and rooms that fill change what is shown many times a second; the server need not know of each. */
const PAUSE_MS = 250;

/** Tells the server which videos the page shows, so that no other is sent: at once, then at most four times a second, and only news. */
export class ViewReport {
  #tell;
  /** @type {ViewTile[] | null} null: nothing was said yet, and the server chooses */ #tiles = null;
  #told = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #pause;

  /** @param {(tiles: ViewTile[]) => boolean} tell returns whether it could be said */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {ViewTile[]} tiles the most important first */
  show(tiles) {
    this.#tiles = tiles.slice(0, MOST_TILES).map(({participant, source, width, height, pinned = false}) => ({
      participant,
      source,
      width: side(width),
      height: side(height),
      ...(pinned ? {pinned} : {}),
    }));
    if (this.#pause === undefined) this.#flush();
  }

  /** Says it all again, to a server that has not heard of it or may not have. */
  repeat() {
    this.#told = '';
    this.stop();
    this.#flush();
  }

  stop() {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  #flush() {
    if (this.#tiles === null) return;
    const news = JSON.stringify(this.#tiles);
    if (news === this.#told || !this.#tell(this.#tiles)) return;
    this.#told = news;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#flush();
    }, PAUSE_MS);
  }
}

/** @param {number} pixels */
function side(pixels) {
  return Math.min(LONGEST_SIDE, Math.max(1, Math.round(pixels)));
}
