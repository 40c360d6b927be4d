import {MeshlessError} from './errors.js';

/** @import {Data, DataMessage} from './data.js' */
/** @import {Sender} from './messages.js' */
/** @import {Participant} from './participant.js' */
/** @import {Chat} from './room.js' */

/** How long a message over the data channel may take to come back, as the sign that it was passed on. */
const ECHO_MS = 4_000;

/** The longest text, in UTF-16 units. */
const MOST_UNITS = 8_192;

/** What arrives twice is recognized by its key among so many. */
const MOST_KEYS = 2_000;

/**
 * @typedef {object} ChatHost
 * @property {ReadonlyMap<string, Participant>} participants
 * @property {() => {id: string, name: string}} you
 * @property {(id: string) => boolean} isSelf also by an id we had before
 * @property {(fields: object, signal?: AbortSignal) => Promise<{at: number}>} request over the connection to the server
 * @property {(chat: Chat) => void} received
 */

/**
 * What is written in the room. Goes over the data channel to whom it reaches, over the connection to the server to the others; who gets
 * it both ways is shown it once.
 */
export class RoomChat {
  #host;
  /** @type {Data} */ #data;
  /** @type {Set<string>} */ #seen = new Set();
  /** @type {Map<string, {to: string | null, passed: () => void}>} */ #underway = new Map();

  /**
   * @param {() => Data} open the channel, again where the server has closed it
   * @param {ChatHost} host
   */
  constructor(open, host) {
    this.#host = host;
    const listen = () => {
      const data = open();
      data.on('message', message => this.#onData(message));
      data.on('close', ({reason}) => {
        if (reason === 'overflow') this.#data = listen();
      });
      return data;
    };
    this.#data = listen();
  }

  /**
   * @param {string} text
   * @param {{to?: string, signal?: AbortSignal}} options
   */
  async send(text, {to, signal}) {
    signal?.throwIfAborted();
    if (text.length > MOST_UNITS) throw new MeshlessError('too-large', `A message has at most ${MOST_UNITS} characters.`);
    if (to !== undefined && !this.#host.participants.has(to)) {
      throw new MeshlessError('unknown-participant', 'Nobody with that id is in the room.');
    }
    const key = crypto.randomUUID();
    const others = to === undefined ? [...this.#host.participants.values()] : [this.#host.participants.get(to)];
    const isReached = others.every(participant => participant?.hasData);
    const passed = this.#data.isOpen && (to === undefined || isReached) && this.#sendData(key, text, to, signal);
    if (passed && isReached && (await passed)) return;
    const {at} = await this.#host.request({text, to, key}, signal);
    this.#emit(key, {from: this.#host.you(), to: to ?? null, text, at: new Date(at), isKept: false});
  }

  /** @param {{from: Sender, to?: string, text: string, at: number | string, key?: string}} event that came over the connection to the server */
  onSocket({from, to, text, at, key}) {
    this.#emit(key ?? '', {from, to: to ?? null, text, at: new Date(at), isKept: false});
  }

  /**
   * @param {string} key
   * @param {string} text
   * @param {string} [to]
   * @param {AbortSignal} [signal]
   * @returns {Promise<boolean>} whether the server has passed it on
   */
  #sendData(key, text, to, signal) {
    return new Promise(resolve => {
      const done = (/** @type {boolean} */ passed) => {
        clearTimeout(timer);
        this.#underway.delete(key);
        resolve(passed);
      };
      const timer = setTimeout(() => done(false), ECHO_MS);
      this.#underway.set(key, {to: to ?? null, passed: () => done(true)});
      // The name is for those who come when we have left.
      this.#data.send(JSON.stringify({key, text, name: this.#host.you().name}), {to, signal}).catch(() => done(false));
    });
  }

  /** @param {DataMessage} message */
  #onData({from, data, at, isPrivate, isKept}) {
    const said = parse(data);
    if (!said) return;
    const isOwn = this.#host.isSelf(from.id);
    const underway = isOwn ? this.#underway.get(said.key) : undefined;
    const to = !isPrivate ? null : isOwn ? (underway?.to ?? null) : this.#host.you().id;
    const sender = isOwn ? this.#host.you() : {id: from.id, name: from.name || said.name};
    this.#emit(said.key, {from: sender, to, text: said.text, at, isKept});
    underway?.passed();
  }

  /**
   * @param {string} key
   * @param {Chat} chat
   */
  #emit(key, chat) {
    const known = `${chat.from.id} ${key}`;
    if (key && this.#seen.has(known)) return;
    if (key) this.#seen.add(known);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= MOST_KEYS) break;
      this.#seen.delete(oldest);
    }
    this.#host.received(chat);
  }
}

/**
 * @param {string | ArrayBuffer} data
 * @returns {{key: string, text: string, name: string} | null} null if it is none of ours
 */
function parse(data) {
  if (typeof data !== 'string') return null;
  try {
    const {key, text, name} = JSON.parse(data);
    const isSound = typeof key === 'string' && key.length <= 64 && typeof text === 'string' && text.length <= MOST_UNITS;
    return isSound ? {key, text, name: typeof name === 'string' ? name.slice(0, 64) : ''} : null;
  } catch {
    return null;
  }
}
