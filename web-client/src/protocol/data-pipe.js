import {MeshlessError} from './errors.js';

/** What may wait in the browser before the next message has to. */
const HIGH_WATER = 256 * 1024;
const LOW_WATER = 64 * 1024;

/** How many bytes a text takes at most per UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;

/**
 * Messages into one data channel after another: another takes its place when the peer connection is replaced. Sends one message at a
 * time, in order, as fast as the network takes them.
 */
export class DataPipe {
  /** @type {RTCDataChannel | null} */ #channel = null;
  /** @type {Promise<unknown>} */ #last = Promise.resolve();
  /** @type {Set<() => void>} those who wait for a change */ #waiting = new Set();
  #ended = false;

  /** @param {() => number} mostBytes the longest message that can be sent now */
  constructor(mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** @returns {RTCDataChannel | null} */
  get channel() {
    return this.#channel;
  }

  get isOpen() {
    return this.#channel?.readyState === 'open';
  }

  /** @param {RTCDataChannel} channel the one to use from now on */
  use(channel) {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = LOW_WATER;
    for (const type of ['open', 'close', 'bufferedamountlow']) channel.addEventListener(type, () => this.#wake());
    this.#wake();
  }

  /** Nothing is sent any more. */
  end() {
    if (this.#ended) return;
    this.#ended = true;
    this.#channel?.close();
    this.#wake();
  }

  /**
   * @param {string | ArrayBuffer | ArrayBufferView<ArrayBuffer>} message
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>} fulfilled when the message is on its way and there is room for another
   */
  send(message, signal) {
    const turn = this.#last.then(() => this.#send(message, signal));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /**
   * @param {string | ArrayBuffer | ArrayBufferView<ArrayBuffer>} message
   * @param {AbortSignal} [signal]
   */
  async #send(message, signal) {
    for (let sent = false; ; ) {
      signal?.throwIfAborted();
      if (this.#ended) throw new MeshlessError('channel-closed', 'The channel is closed.');
      const channel = this.#channel;
      const isRoom = channel?.readyState === 'open' && channel.bufferedAmount <= HIGH_WATER;
      if (sent && (isRoom || channel?.readyState !== 'open')) return;
      if (channel && isRoom) {
        if (bytesOf(message) > this.mostBytes()) {
          throw new MeshlessError('too-large', `A message has at most ${this.mostBytes()} bytes.`);
        }
        channel.send(/** @type {any} */ (message));
        sent = true;
      } else {
        await this.#change(signal);
      }
    }
  }

  /** @param {AbortSignal} [signal] */
  #change(signal) {
    return new Promise(resolve => {
      const done = () => {
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve(undefined);
      };
      this.#waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }

  #wake() {
    for (const done of [...this.#waiting]) done();
  }
}

/** @param {string | ArrayBuffer | ArrayBufferView} message */
function bytesOf(message) {
  if (typeof message !== 'string') return message.byteLength;
  // Most texts are nowhere near a limit.
  return message.length * MOST_BYTES_PER_UNIT < 0x4000 ? message.length : new TextEncoder().encode(message).length;
}
