import {readFrame} from './data-header.js';
import {DataPipe} from './data-pipe.js';
import {Emitter} from './emitter.js';
import {MeshlessError} from './errors.js';

/** @import {DataFrame} from './data-header.js' */
/** @import {Sender} from './messages.js' */

/**
 * @typedef {object} DataOptions at most one of the two limits
 * @property {boolean} [ordered] whether messages arrive in the order they were sent; true if not said otherwise
 * @property {number} [maxRetransmits] how often a lost message is sent again at most
 * @property {number} [maxPacketLifeTime] for how many milliseconds a message is tried
 *
 * @typedef {object} DataMessage
 * @property {Sender} from
 * @property {string | ArrayBuffer} data as it was sent
 * @property {Date} at when it passed the server
 * @property {boolean} isPrivate sent to us alone
 * @property {boolean} isKept sent before we came
 *
 * @typedef {object} DataEvents
 * @property {{}} open messages are sent at once from now on; again after the connection was replaced
 * @property {DataMessage} message
 * @property {{reason: 'closed' | 'overflow'}} close it is over. overflow: what others sent came faster than our connection took it, and
 *     the server gave up; what waited is lost
 *
 * @typedef {object} DataHost
 * @property {(label: string, init: RTCDataChannelInit) => RTCDataChannel} createChannel on the peer connection of this moment
 * @property {(id: string) => Sender} sender
 * @property {(id: string) => boolean} isHere
 * @property {() => number} mostBytes
 * @property {(data: Data) => void} ended
 */

/** What the server says before it closes a channel. */
const OVERFLOWED = 1;

/**
 * Messages among those in the room who use the same label: whatever one sends reaches the others. Outlives the connection, on which
 * what was under way may be lost. Made by `room.data`.
 *
 * @extends {Emitter<DataEvents>}
 */
export class Data extends Emitter {
  #host;
  #init;
  #all;
  /** @type {Map<string, DataPipe>} by participant */ #toOne = new Map();
  #isClosed = false;
  #reason = /** @type {'closed' | 'overflow'} */ ('closed');

  /**
   * @param {string} label
   * @param {DataOptions} options
   * @param {DataHost} host
   */
  constructor(label, {ordered = true, maxRetransmits, maxPacketLifeTime}, host) {
    super();
    this.label = label;
    this.#host = host;
    this.#init = {ordered, ...(maxRetransmits !== undefined && {maxRetransmits}), ...(maxPacketLifeTime !== undefined && {maxPacketLifeTime})};
    this.#all = new DataPipe(host.mostBytes);
  }

  /** Whether messages are sent at once. */
  get isOpen() {
    return this.#all.isOpen;
  }

  get isClosed() {
    return this.#isClosed;
  }

  /**
   * Sends a message to everybody who uses this label, or to one of them.
   *
   * @param {string | ArrayBuffer | ArrayBufferView<ArrayBuffer>} message up to 256 KiB; may be empty
   * @param {{to?: string, signal?: AbortSignal}} [options] to: a participant's id
   * @returns {Promise<void>} fulfilled when the message is on its way and the next can be sent; rejected with `too-large`,
   *     `unknown-participant` or `channel-closed`
   */
  async send(message, {to, signal} = {}) {
    if (to === undefined) return this.#all.send(message, signal);
    if (!this.#host.isHere(to)) throw new MeshlessError('unknown-participant', 'Nobody with that id is in the room.');
    if (this.#isClosed) throw new MeshlessError('channel-closed', 'The channel is closed.');
    let pipe = this.#toOne.get(to);
    if (!pipe) {
      pipe = new DataPipe(this.#host.mostBytes);
      this.#toOne.set(to, pipe);
      pipe.use(this.#create(`to:${to}`));
    }
    return pipe.send(message, signal);
  }

  /** Neither sends nor receives any more; what was handed over still leaves. */
  close() {
    this.#end('closed');
  }

  // --- for the room

  /** Opens its channels on the peer connection of this moment. */
  connect() {
    const channel = this.#create('');
    this.#all.use(channel);
    this.listen(channel);
    channel.addEventListener('open', () => this.emit('open', {}));
    channel.addEventListener('close', () => {
      // Closed by the server; one of a peer connection that was replaced is no news.
      if (this.#all.channel === channel && this.#reason === 'overflow') this.#end('overflow');
    });
    for (const [id, pipe] of this.#toOne) pipe.use(this.#create(`to:${id}`));
  }

  /** @param {RTCDataChannel} channel on which messages of this label come */
  listen(channel) {
    channel.binaryType = 'arraybuffer';
    channel.addEventListener('message', ({data}) => {
      const frame = readFrame(data);
      if (frame) this.#receive(frame);
    });
  }

  /** @param {string} id of a participant who has left */
  forget(id) {
    this.#toOne.get(id)?.end();
    this.#toOne.delete(id);
  }

  /** @param {DataFrame} frame */
  #receive({from, data, at, isPrivate, isKept, notice}) {
    if (notice === OVERFLOWED) {
      this.#reason = 'overflow';
    } else if (notice === 0 && !this.#isClosed) {
      this.emit('message', {from: this.#host.sender(from), data, at, isPrivate, isKept});
    }
  }

  /** @param {string} protocol */
  #create(protocol) {
    return this.#host.createChannel(this.label, {...this.#init, protocol});
  }

  /** @param {'closed' | 'overflow'} reason */
  #end(reason) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#all.end();
    for (const pipe of this.#toOne.values()) pipe.end();
    this.#toOne.clear();
    this.#host.ended(this);
    this.emit('close', {reason});
  }
}
