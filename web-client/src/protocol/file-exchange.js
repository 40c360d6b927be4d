import {Emitter} from './emitter.js';
import {MeshlessError} from './errors.js';
import {MOST_FILE_BYTES, sha256, toHex} from './file-chunk.js';
import {safeFileName} from './file-name.js';
import {IncomingFile} from './incoming-file.js';
import {OutgoingFile} from './outgoing-file.js';

/** @import {DataMessage} from './data.js' */
/** @import {Room} from './room.js' */

/** Where files are offered and asked for, in JSON; each file has a label of its own, which only those open who want it. */
const LABEL = 'files';

/** Of one person's offers, so many may be open at a time. */
const MOST_OFFERS = 20;

/**
 * Files from one to another in a room: nothing is kept on the server, and nothing is sent that nobody asked for.
 *
 * @extends {Emitter<{offer: {file: IncomingFile}}>}
 */
export class FileExchange extends Emitter {
  #room;
  #data;
  /** @type {Map<string, OutgoingFile>} */ #outgoing = new Map();
  /** @type {Map<string, IncomingFile>} by sender and id */ #incoming = new Map();

  /**
   * @param {Room} room
   * @param {AbortSignal} [signal]
   */
  constructor(room, signal) {
    super();
    this.#room = room;
    this.#data = room.data(LABEL);
    this.#data.on('message', message => this.#onMessage(message), {signal});
    room.on('participant-left', ({participant: {id}}) => {
      for (const file of this.#outgoing.values()) file.onGone(id);
      for (const file of this.#incoming.values()) if (file.from.id === id) file.end('failed');
    }, {signal});
  }

  /**
   * Offers a file.
   *
   * @param {Blob & {name?: string}} file
   * @param {{to?: string}} [options] to: a participant's id
   */
  async send(file, {to} = {}) {
    if (file.size > MOST_FILE_BYTES) throw new MeshlessError('too-large', `A file has at most ${MOST_FILE_BYTES / 1024 / 1024} MiB.`);
    const info = {id: crypto.randomUUID(), name: safeFileName(file.name), size: file.size, sha256: toHex(await sha256(file))};
    const outgoing = new OutgoingFile(file, info, to ?? null, {
      open: () => this.#room.data(label(info.id)),
      tell: (type, receiver) => this.#tell(type, {id: info.id}, receiver),
    });
    this.#outgoing.set(info.id, outgoing);
    await this.#data.send(JSON.stringify({type: 'offer', ...info}), {to});
    return outgoing;
  }

  /** @param {DataMessage} message */
  #onMessage({from, data, isPrivate}) {
    const message = parse(data);
    if (!message) return;
    const {id, received, seen} = message;
    const outgoing = this.#outgoing.get(id);
    switch (message.type) {
      case 'offer':
        return this.#onOffer(message, from, isPrivate);
      case 'accept':
        return outgoing?.onAccept(from.id, from.name, natural(received));
      case 'got':
        return outgoing?.onGot(from.id, natural(received), natural(seen));
      case 'cancel':
        outgoing?.onGone(from.id);
        this.#incoming.get(`${from.id} ${id}`)?.end('cancelled');
    }
  }

  /**
   * @param {any} offer
   * @param {import('./messages.js').Sender} from
   * @param {boolean} isPrivate
   */
  #onOffer({id, name, size, sha256: hash}, from, isPrivate) {
    const isSound =
      /^[\da-f-]{36}$/.test(id) && Number.isSafeInteger(size) && size >= 0 && size <= MOST_FILE_BYTES && /^[\da-f]{64}$/.test(hash);
    const key = `${from.id} ${id}`;
    const open = [...this.#incoming.values()].filter(file => file.from.id === from.id && !file.isOver);
    if (!isSound || this.#incoming.has(key) || open.length >= MOST_OFFERS) return;
    const file = new IncomingFile({id, name: safeFileName(name), size, sha256: hash}, from, isPrivate, {
      open: () => this.#room.data(label(id)),
      tell: (type, fields) => this.#tell(type, {id, ...fields}, from.id),
    });
    file.on('change', () => {
      if (file.isOver) this.#incoming.delete(key);
    });
    this.#incoming.set(key, file);
    this.emit('offer', {file});
  }

  /**
   * @param {string} type
   * @param {object} fields
   * @param {string} [to]
   */
  #tell(type, fields, to) {
    // Whoever is gone misses nothing.
    this.#data.send(JSON.stringify({type, ...fields}), {to}).catch(() => {});
  }
}

/** @param {unknown} value */
function natural(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : 0;
}

/** @param {string} id */
function label(id) {
  return `file/${id}`;
}

/**
 * @param {string | ArrayBuffer} data
 * @returns {any} an object with an id, or null
 */
function parse(data) {
  if (typeof data !== 'string') return null;
  try {
    const message = JSON.parse(data);
    return typeof message?.id === 'string' ? message : null;
  } catch {
    return null;
  }
}
