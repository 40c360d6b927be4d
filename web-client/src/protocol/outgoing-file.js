import {Emitter} from './emitter.js';
import {MAX_CHUNK_BYTES, writeChunk} from './file-chunk.js';

/** @import {Data} from './data.js' */
/** @import {FileInfo} from './incoming-file.js' */

/** How far the file runs ahead of what the slowest receiver has, far below what the server lets wait for anybody. */
const WINDOW_BYTES = 1 << 20;

/** Who shows no progress for so long is no longer waited for. */
const PATIENCE_MS = 20_000;

/** How much is read at a time. */
const BLOCK_CHUNKS = 64;

/**
 * @typedef {'waiting' | 'sending' | 'cancelled'} OutgoingState waiting: for somebody who wants it
 *
 * @typedef {object} Receiver
 * @property {string} name
 * @property {'receiving' | 'behind' | 'done' | 'gone'} state behind: too slow for the others, who are waited for no more; gone:
 *     cancelled, or left
 * @property {number} received bytes that are there
 * @property {number} sent bytes since they asked
 * @property {number} seen of those that have arrived, whether they were missed or not
 * @property {number} missing bytes still to be sent
 *
 * @typedef {object} OutgoingHost
 * @property {() => Data} open the channel of this file
 * @property {(type: string, to?: string) => void} tell one receiver, or all
 */

/**
 * A file offered to everybody, or to one. Each chunk is sent once to all who want it; who asks later gets the beginning after the end.
 * `change` tells of progress.
 *
 * @extends {Emitter<{change: {}}>}
 */
export class OutgoingFile extends Emitter {
  /** @type {OutgoingState} */ state = 'waiting';
  /** @type {Map<string, Receiver>} by participant */ receivers = new Map();

  #file;
  #info;
  #host;
  #to;
  /** @type {Data | null} */ #data = null;
  #over = new AbortController();
  /** @type {() => void} */ #progress = () => {};

  /**
   * @param {Blob} file
   * @param {FileInfo} info
   * @param {string | null} to
   * @param {OutgoingHost} host
   */
  constructor(file, info, to, host) {
    super();
    this.#file = file;
    this.#info = info;
    this.#to = to;
    this.#host = host;
  }

  get id() {
    return this.#info.id;
  }

  get name() {
    return this.#info.name;
  }

  get size() {
    return this.#info.size;
  }

  /** The one it is meant for alone, by id. */
  get to() {
    return this.#to;
  }

  /** Nobody gets more of it. */
  cancel() {
    if (this.state === 'cancelled') return;
    this.#host.tell('cancel', this.#to ?? undefined);
    this.end();
  }

  /** All is over, without a word. */
  end() {
    this.state = 'cancelled';
    this.#over.abort();
    this.#data?.close();
    for (const receiver of this.receivers.values()) if (receiver.state !== 'done') receiver.state = 'gone';
    this.#changed();
  }

  /**
   * Somebody wants it, or what they miss of it.
   *
   * @param {string} id
   * @param {string} name
   * @param {number} received
   */
  onAccept(id, name, received) {
    if (this.state === 'cancelled' || (this.#to !== null && this.#to !== id)) return;
    this.receivers.set(id, {name, state: 'receiving', received, sent: 0, seen: 0, missing: this.size});
    this.#changed();
    if (this.state === 'waiting') void this.#send();
  }

  /**
   * @param {string} id
   * @param {number} received
   * @param {number} seen
   */
  onGot(id, received, seen) {
    const receiver = this.receivers.get(id);
    if (!receiver || (receiver.state !== 'receiving' && receiver.state !== 'behind')) return;
    receiver.received = Math.min(received, this.size);
    receiver.seen = Math.max(receiver.seen, seen);
    if (receiver.received === this.size) {
      receiver.state = 'done';
    } else if (receiver.state === 'behind') {
      // Back again: whatever went past them comes round once more.
      Object.assign(receiver, {state: 'receiving', sent: receiver.seen, missing: this.size});
      if (this.state === 'waiting') void this.#send();
    }
    this.#changed();
  }

  /** @param {string} id of one who has cancelled, or left */
  onGone(id) {
    const receiver = this.receivers.get(id);
    if (receiver && receiver.state !== 'done') receiver.state = 'gone';
    this.#changed();
  }

  get #active() {
    return [...this.receivers.values()].filter(({state}) => state === 'receiving');
  }

  async #send() {
    this.state = 'sending';
    const {signal} = this.#over;
    this.#data ??= this.#host.open();
    try {
      const blockBytes = BLOCK_CHUNKS * MAX_CHUNK_BYTES;
      for (let at = 0; this.#active.some(({missing}) => missing > 0); at = at + blockBytes < this.size ? at + blockBytes : 0) {
        const block = new Uint8Array(await this.#file.slice(at, at + blockBytes).arrayBuffer());
        for (let i = 0; i < block.length; i += MAX_CHUNK_BYTES) {
          await this.#room();
          const bytes = block.subarray(i, i + MAX_CHUNK_BYTES);
          const active = this.#active;
          if (active.length === 0) break;
          await this.#data.send(writeChunk(at + i, bytes), {signal});
          for (const receiver of active) {
            receiver.sent += bytes.length;
            receiver.missing -= bytes.length;
          }
        }
      }
    } catch (error) {
      if (!signal.aborted) this.cancel();
      return;
    }
    if (!signal.aborted) this.state = 'waiting';
    this.#changed();
  }

  /** Until nobody is too far behind. */
  async #room() {
    for (;;) {
      this.#over.signal.throwIfAborted();
      const behind = this.#active.filter(({sent, seen}) => sent - seen > WINDOW_BYTES);
      if (behind.length === 0) return;
      const before = behind.map(({seen}) => seen);
      const isLate = await this.#next();
      const stuck = behind.filter((receiver, i) => receiver.seen === before[i]);
      // Where nobody else is waiting there is no hurry.
      if (isLate && stuck.length < this.#active.length) for (const receiver of stuck) receiver.state = 'behind';
    }
  }

  /**
   * Until there is some progress, or there was none for too long.
   *
   * @returns {Promise<boolean>} whether it took too long
   */
  #next() {
    return new Promise(resolve => {
      const done = (/** @type {boolean} */ late) => {
        clearTimeout(timer);
        this.#progress = () => {};
        resolve(late);
      };
      const timer = setTimeout(() => done(true), PATIENCE_MS);
      this.#progress = () => done(false);
    });
  }

  #changed() {
    this.#progress();
    this.emit('change', {});
  }
}
