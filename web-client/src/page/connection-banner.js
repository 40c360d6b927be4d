/** @import {Room} from '../protocol/meshless.js' */
/** @import {StateChange} from '../protocol/seat.js' */
/** @import {Notices} from './notices.js' */

/** What is over sooner than this is not worth a word. */
const WORTH_A_WORD_MS = 700;
/** When the first picture should long be there. */
const SLOW_MS = 9_000;

/** Tells how things stand while the connection is lost, what happens next, and that it is back. */
export class ConnectionBanner {
  #room;
  #notices;
  #shown = false;
  #code = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #delay;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  /**
   * @param {Room} room
   * @param {Notices} notices
   * @param {AbortSignal} signal
   */
  constructor(room, notices, signal) {
    this.#room = room;
    this.#notices = notices;
    room.on('state', change => this.#onState(change), {signal});
    room.on('media-state', ({state}) => this.#onMedia(state), {signal});
    signal.addEventListener('abort', () => this.#stop());
    this.#onMedia(room.peerConnection.connectionState);
  }

  /** @param {StateChange} change */
  #onState({state, reason, attempt = 1, inMs = 0, back}) {
    if (state === 'connected') {
      const told = this.#shown;
      this.#clear();
      if (told || back === 'anew') this.#notices.toast(back === 'anew' ? 'You are back in the room.' : 'Connected again.');
      this.#onMedia(this.#room.peerConnection.connectionState);
    } else if (state === 'reconnecting') {
      const end = performance.now() + inMs;
      this.#soon(() => this.#count(why(reason), end, attempt), 'reconnecting');
    }
  }

  /** @param {RTCPeerConnectionState} state */
  #onMedia(state) {
    if (this.#room.state !== 'connected') return;
    switch (state) {
      case 'connected':
        return this.#clear();
      case 'disconnected':
      case 'failed':
        return this.#soon(() => this.#say('Sound and picture are interrupted. Looking for another way …'), 'media-lost');
      default:
        return this.#soon(
          () => this.#say('Sound and picture do not get through yet. This network may block UDP: if it stays like this, try another one.'),
          'media-slow',
          SLOW_MS,
        );
    }
  }

  /**
   * @param {() => void} show
   * @param {string} code
   * @param {number} [afterMs]
   */
  #soon(show, code, afterMs = WORTH_A_WORD_MS) {
    this.#stop();
    this.#code = code;
    if (this.#shown && afterMs === WORTH_A_WORD_MS) return show();
    this.#delay = setTimeout(show, afterMs);
  }

  /**
   * @param {string} reason
   * @param {number} end
   * @param {number} attempt
   */
  #count(reason, end, attempt) {
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      const now = {label: 'Try now', act: () => this.#room.retryNow()};
      this.#say(seconds > 0 ? `${reason} Trying again in ${seconds} s` : `${reason} Trying again …`, attempt > 1 && seconds > 0 ? now : null);
    };
    tick();
    this.#ticking = setInterval(tick, 1_000);
  }

  /**
   * @param {string} message
   * @param {{label: string, act: () => void} | null} [action]
   */
  #say(message, action = null) {
    this.#shown = true;
    this.#notices.banner(message, action, this.#code);
  }

  #clear() {
    this.#stop();
    if (this.#shown) this.#notices.clearBanner();
    this.#shown = false;
  }

  #stop() {
    clearTimeout(this.#delay);
    clearInterval(this.#ticking);
  }
}

/** @param {string | undefined} reason */
function why(reason) {
  switch (reason) {
    case 'lost':
      return 'The connection to the server was lost.';
    case 'media':
      return 'Sound and picture do not get through.';
    case 'room-failed':
      return 'Something went wrong in this room.';
    default:
      return 'The server is being restarted.';
  }
}
