import {ReceptionMeter} from '../protocol/meshless.js';
import {attribute, h} from './dom.js';
import {icon} from './icons.js';

/** @import {RemoteMedia, Reception} from '../protocol/meshless.js' */

const PERIOD_MS = 1_000;

/** How somebody's picture arrives and why no better, over the tile when asked for. */
export class TileStatistics {
  #media;
  #explain;
  #rows = h('dl', {class: 'statistics'});
  #meter = new ReceptionMeter();
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  /**
   * @param {RemoteMedia} media
   * @param {string} name of the person
   * @param {() => Promise<string>} explain what the server says of it
   */
  constructor(media, name, explain) {
    this.#media = media;
    this.#explain = explain;
    this.panel = h('div', {class: 'tile-statistics', hidden: true, role: 'group', tabIndex: 0}, this.#rows);
    this.button = h('button', {type: 'button', class: 'tile-button', 'aria-expanded': 'false', onclick: () => this.show(this.panel.hidden === true)}, icon('info'));
    this.rename(name);
  }

  /** @param {string} name */
  rename(name) {
    attribute(this.panel, 'aria-label', `How ${name}’s picture arrives`);
    attribute(this.button, 'aria-label', `Statistics of ${name}`);
    attribute(this.button, 'title', `Statistics of ${name}`);
  }

  /** @param {boolean} open */
  show(open) {
    clearInterval(this.#ticking);
    this.panel.hidden = !open;
    attribute(this.button, 'aria-expanded', String(open));
    if (!open) return;
    this.#rows.replaceChildren(row('Picture', 'measuring …'));
    void this.#look();
    this.#ticking = setInterval(() => void this.#look(), PERIOD_MS);
  }

  close() {
    clearInterval(this.#ticking);
  }

  async #look() {
    const {receiver} = this.#media;
    const [reception, reason] = await Promise.all([receiver && this.#meter.look(receiver), this.#explain().catch(() => '')]);
    if (this.panel.hidden) return;
    const rows = [...(reception ? inWords(reception) : []), ...(reason ? [['Server', reason]] : [])];
    if (rows.length) this.#rows.replaceChildren(...rows.map(([term = '', value = '']) => row(term, value)));
  }
}

/**
 * @param {Reception} reception
 * @returns {string[][]}
 */
export function inWords({width, height, framesPerSecond, bitsPerSecond, loss, roundTripMs, codec}) {
  return [
    ['Picture', width ? `${width} × ${height}, ${Math.round(framesPerSecond)} fps` : 'none'],
    ['Bitrate', `${Math.round(bitsPerSecond / 1000)} kbit/s`],
    ['Loss', `${(loss * 100).toFixed(1)} %`],
    ['Round trip', roundTripMs === null ? 'unknown' : `${Math.round(roundTripMs)} ms`],
    ['Codec', codec || 'unknown'],
  ];
}

/**
 * @param {string} term
 * @param {string} value
 */
function row(term, value) {
  return h('div', {}, h('dt', {}, term), h('dd', {}, value));
}
