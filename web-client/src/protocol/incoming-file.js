import {Emitter} from './emitter.js';
import {readChunk, sha256, toHex} from './file-chunk.js';

/** @import {Data} from './data.js' */
/** @import {Sender} from './messages.js' */

/** How much arrives between two signs of progress to the sender. */
const ACKNOWLEDGE_BYTES = 128 * 1024;

/**
 * @typedef {object} FileInfo
 * @property {string} id
 * @property {string} name harmless
 * @property {number} size in bytes
 * @property {string} sha256 in hex
 *
 * @typedef {'offered' | 'receiving' | 'checking' | 'done' | 'declined' | 'cancelled' | 'failed'} IncomingState
 *
 * @typedef {object} IncomingHost
 * @property {() => Data} open the channel of this file
 * @property {(type: string, fields?: object) => void} tell the sender
 */

/**
 * A file that somebody offers. `change` tells of a new state and of progress.
 *
 * @extends {Emitter<{change: {}}>}
 */
export class IncomingFile extends Emitter {
  /** @type {IncomingState} */ state = 'offered';
  /** Bytes that are here. */
  received = 0;
  /** @type {Blob | null} the file, when `done` */ blob = null;

  #info;
  #host;
  /** @type {Data | null} */ #data = null;
  /** @type {(Uint8Array<ArrayBuffer> | undefined)[]} by number */ #chunks = [];
  /** Bytes that came since we last asked, those that were here already included. */ #seen = 0;
  #acknowledged = 0;

  /**
   * @param {FileInfo} info
   * @param {Sender} from
   * @param {boolean} isPrivate offered to us alone
   * @param {IncomingHost} host
   */
  constructor(info, from, isPrivate, host) {
    super();
    this.from = from;
    this.isPrivate = isPrivate;
    this.#info = info;
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

  get isOver() {
    return !['offered', 'receiving', 'checking'].includes(this.state);
  }

  /** Asks for it. */
  async accept() {
    if (this.state !== 'offered') return;
    this.#become('receiving');
    if (this.size === 0) {
      this.#host.tell('accept', {received: 0});
      return this.#check();
    }
    this.#join();
  }

  /** Takes part in the file's channel. */
  #join() {
    const data = this.#host.open();
    this.#data = data;
    data.on('message', message => {
      if (message.from.id === this.from.id) this.#receive(message.data);
    });
    data.on('close', ({reason}) => {
      // What was lost comes round again.
      if (reason === 'overflow' && this.state === 'receiving') this.#join();
    });
    // The connection may be another meanwhile: what is missing is asked for again.
    data.on('open', () => {
      this.#seen = this.#acknowledged = 0;
      this.#host.tell('accept', {received: this.received});
    });
  }

  decline() {
    if (this.state !== 'offered') return;
    this.#host.tell('cancel');
    this.end('declined');
  }

  /** Wants no more of it. */
  cancel() {
    if (this.isOver) return;
    this.#host.tell('cancel');
    this.end('cancelled');
  }

  /** @param {IncomingState} state in which it ends */
  end(state) {
    if (this.isOver) return;
    this.#data?.close();
    this.#chunks = [];
    this.#become(state);
  }

  /** @param {string | ArrayBuffer} message */
  #receive(message) {
    const chunk = this.state === 'receiving' ? readChunk(message, this.size) : null;
    if (!chunk) return;
    this.#seen += chunk.bytes.length;
    if (!this.#chunks[chunk.number]) {
      this.#chunks[chunk.number] = chunk.bytes;
      this.received += chunk.bytes.length;
    }
    if (this.received === this.size) return void this.#check();
    if (this.#seen - this.#acknowledged < ACKNOWLEDGE_BYTES) return;
    this.#acknowledged = this.#seen;
    this.#host.tell('got', {received: this.received, seen: this.#seen});
    this.emit('change', {});
  }

  async #check() {
    this.#become('checking');
    this.#data?.close();
    const blob = new Blob(/** @type {Uint8Array<ArrayBuffer>[]} */ (this.#chunks), {type: 'application/octet-stream'});
    this.#chunks = [];
    const hash = toHex(await sha256(blob));
    if (this.isOver) return;
    const isIntact = hash === this.#info.sha256;
    this.#host.tell(isIntact ? 'got' : 'cancel', {received: this.size});
    if (isIntact) this.blob = blob;
    this.#become(isIntact ? 'done' : 'failed');
  }

  /** @param {IncomingState} state */
  #become(state) {
    this.state = state;
    this.emit('change', {});
  }
}
