import {Emitter} from './emitter.js';
import {MeshlessError} from './errors.js';

/** @import {ServerEvent} from './messages.js' */

/**
 * @typedef {object} Closure
 * @property {number} code the WebSocket's close code
 * @property {string} reason
 *
 * @typedef {object} SignalingEvents
 * @property {ServerEvent & {n?: number}} message something the server says on its own account
 * @property {Closure} close the connection is gone, whoever ended it; nothing comes after
 *
 * @typedef {{resolve: (reply: any) => void, reject: (error: Error) => void}} Pending
 */

/** For a connection that is given up without giving up the seat; 1000 would mean leaving. */
const GIVEN_UP = 4000;

let lastId = 0;

/** An id for a request, never used before: also on another socket the server remembers what was asked under the last ones. */
export function newRequestId() {
  return ++lastId;
}

/**
 * One WebSocket to the server: requests that are answered in time or fail, and events. It does not reconnect; a lost one is
 * replaced by another.
 *
 * @extends {Emitter<SignalingEvents>}
 */
export class Signaling extends Emitter {
  /** @type {WebSocket} */ #socket;
  /** @type {Map<number, Pending>} */ #pending = new Map();
  #gone = false;

  /**
   * Fulfilled when the connection is open; rejected with `unreachable` when it does not come about.
   *
   * @type {Promise<void>}
   */
  opened;

  /**
   * @param {string | URL} url ws: or wss:
   * @param {{openTimeoutMs?: number, requestTimeoutMs?: number}} [options]
   */
  constructor(url, {openTimeoutMs = 8_000, requestTimeoutMs = 10_000} = {}) {
    super();
    this.requestTimeoutMs = requestTimeoutMs;
    this.#socket = new WebSocket(url);
    this.opened = new Promise((resolve, reject) => {
      const unreachable = () => reject(new MeshlessError('unreachable', 'The server could not be reached.'));
      const timer = setTimeout(() => {
        unreachable();
        this.close();
      }, openTimeoutMs);
      this.#socket.addEventListener('open', () => resolve());
      this.#socket.addEventListener('close', unreachable);
      const settled = () => clearTimeout(timer);
      this.#socket.addEventListener('open', settled);
      this.#socket.addEventListener('close', settled);
    });
    // Whoever awaits it is told; a connection opened ahead of need and never used shall not raise an alarm.
    this.opened.catch(() => {});
    this.#socket.addEventListener('message', event => this.#receive(event.data));
    this.#socket.addEventListener('close', event => this.#closed({code: event.code, reason: event.reason}));
  }

  /** Whether a request can still be answered: the connection is open or about to be. */
  get usable() {
    return this.#socket.readyState <= WebSocket.OPEN;
  }

  /**
   * Asks and waits for the reply.
   *
   * @param {string} type
   * @param {object} [fields] those without a value are left out
   * @param {{signal?: AbortSignal, id?: number}} [options] aborting gives up waiting; what was asked may happen all the same. id: for
   *     asking again for what may have been done already
   * @returns {Promise<any>} the reply; rejected with the server's error, `timeout` or `connection-lost`
   */
  async request(type, fields = {}, {signal, id = newRequestId()} = {}) {
    signal?.throwIfAborted();
    if (this.#socket.readyState === WebSocket.CONNECTING) await this.opened;
    signal?.throwIfAborted();
    if (this.#socket.readyState !== WebSocket.OPEN) throw connectionLost();
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandoned);
        this.#pending.delete(id);
      };
      /** @type {Pending} */
      const pending = {
        resolve: reply => (settle(), resolve(reply)),
        reject: error => (settle(), reject(error)),
      };
      const late = () => pending.reject(new MeshlessError('timeout', 'The server did not answer in time.'));
      const timer = setTimeout(late, this.requestTimeoutMs);
      const abandoned = () => pending.reject(signal?.reason);
      signal?.addEventListener('abort', abandoned);
      this.#pending.set(id, pending);
      this.#socket.send(JSON.stringify({id, type, ...fields}));
    });
  }

  /**
   * Says something without waiting for a reply, if there is still somebody to say it to.
   *
   * @param {string} type
   * @param {object} [fields]
   */
  tell(type, fields = {}) {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({id: newRequestId(), type, ...fields}));
  }

  /** Ends the connection; nothing more is received. A seat that was held by it can be resumed. */
  close() {
    this.#socket.close(GIVEN_UP);
    this.#closed({code: GIVEN_UP, reason: ''});
  }

  /** @param {unknown} data */
  #receive(data) {
    if (this.#gone) return;
    const message = parse(data);
    if (!message) return;
    if (message.re === undefined) {
      if (typeof message.type === 'string' && message.type !== 'error') this.emit('message', message);
      return;
    }
    const pending = this.#pending.get(message.re);
    if (!pending) return;
    if (message.type === 'error') {
      pending.reject(new MeshlessError(String(message.code), String(message.message)));
    } else {
      pending.resolve(message);
    }
  }

  /** @param {Closure} closure */
  #closed(closure) {
    if (this.#gone) return;
    this.#gone = true;
    for (const pending of [...this.#pending.values()]) pending.reject(connectionLost());
    this.emit('close', closure);
  }
}

function connectionLost() {
  return new MeshlessError('connection-lost', 'The connection to the server was lost.');
}

/**
 * @param {unknown} data
 * @returns {any} an object, or null for anything else
 */
function parse(data) {
  if (typeof data !== 'string') return null;
  try {
    const message = JSON.parse(data);
    return message !== null && typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}
