import {roundTripMs} from '../protocol/meshless.js';
import {h, text} from './dom.js';
import {icon} from './icons.js';
import {LineQuality} from './line-quality.js';

/** @import {Room} from '../protocol/meshless.js' */

const PERIOD_MS = 2_000;
const POOR = 'Your connection is poor';

/** Says calmly, beside the room's name, when one's own connection is poor. */
export class LineWatch {
  #room;
  #quality = new LineQuality();
  #received = 0;
  #lost = 0;
  #words = h('span');
  element = h('p', {class: 'line-quality', role: 'status'}, this.#words);

  /**
   * @param {Room} room
   * @param {AbortSignal} signal
   */
  constructor(room, signal) {
    this.#room = room;
    const timer = setInterval(() => void this.#look(), PERIOD_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  async #look() {
    const {peerConnection, participants} = this.#room;
    // What does not come at all is the banner's.
    if (peerConnection.connectionState !== 'connected') return;
    const reports = [...(await peerConnection.getStats()).values()];
    const inbound = reports.filter(({type}) => type === 'inbound-rtp');
    const received = sum(inbound, 'packetsReceived');
    const lost = sum(inbound, 'packetsLost');
    const [came, missing] = [Math.max(0, received - this.#received), Math.max(0, lost - this.#lost)];
    this.#received = received;
    this.#lost = lost;
    const short = [...participants.values()].some(participant => participant.media('camera').paused);
    this.#show(this.#quality.add({loss: came + missing > 0 ? missing / (came + missing) : 0, roundTripMs: roundTripMs(reports), short}));
  }

  /** @param {boolean} poor */
  #show(poor) {
    if (poor === this.element.classList.contains('is-poor')) return;
    this.element.classList.toggle('is-poor', poor);
    this.element.replaceChildren(...(poor ? [icon('warning'), this.#words] : [this.#words]));
    text(this.#words, poor ? POOR : '');
  }
}

/**
 * @param {any[]} reports
 * @param {string} counter
 */
function sum(reports, counter) {
  return reports.reduce((total, report) => total + (report[counter] ?? 0), 0);
}
