import {h} from './dom.js';

/**
 * Plays everybody's sound: one audio element per audio slot. Browsers may refuse to play before the user has touched the page.
 */
export class Hearing {
  element = h('div', {hidden: true});
  /** @type {() => void} */ #refused;

  /** @param {() => void} refused called when a touch of the user is needed, see `resume` */
  constructor(refused) {
    this.#refused = refused;
  }

  /** @param {MediaStreamTrack[]} tracks */
  add(tracks) {
    for (const audio of this.#all()) {
      const track = /** @type {MediaStream} */ (audio.srcObject).getTracks()[0];
      if (track?.readyState === 'ended') drop(audio);
    }
    for (const track of tracks) {
      const audio = h('audio', {autoplay: true, srcObject: new MediaStream([track])});
      this.element.append(audio);
      this.#play(audio);
    }
  }

  /** Tries again; to be called while the user presses something. */
  resume() {
    for (const audio of this.#all()) this.#play(audio);
  }

  close() {
    for (const audio of this.#all()) drop(audio);
  }

  #all() {
    return [...this.element.querySelectorAll('audio')];
  }

  /** @param {HTMLAudioElement} audio */
  #play(audio) {
    audio.play().catch((/** @type {unknown} */ error) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#refused();
    });
  }
}

/** @param {HTMLAudioElement} audio */
function drop(audio) {
  audio.srcObject = null;
  audio.remove();
}
