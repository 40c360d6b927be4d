import {Backoff} from './backoff.js';
import {MeshlessError} from './errors.js';
import {Signaling} from './signaling.js';

/** @import {VideoCodec} from './codecs.js' */
/** @import {Joined, Resumed, ServerEvent} from './messages.js' */
/** @import {Closure} from './signaling.js' */

/** WebSocket close codes after which coming back would be wrong: the seat was given up, or taken up again elsewhere. */
const NORMAL = 1000;
const DISPLACED = 4001;
/** The seat is no more; a new one can be had. */
const SEAT_ENDED = 4002;

/** Refusals that asking again will not change. */
const FINAL = new Set(['bad-room', 'bad-name', 'room-full', 'forbidden', 'unauthorized']);

/** How soon a connection that may have died unnoticed has to show that it lives. */
const SIGN_OF_LIFE_MS = 2_000;

/**
 * @typedef {'connected' | 'reconnecting' | 'left' | 'closed'} RoomState
 *
 * @typedef {object} StateChange
 * @property {RoomState} state
 * @property {string} [reason] reconnecting: why the connection is gone: `lost`, `media` (it carried no sound and pictures), or what
 *     the server said (`shutting-down`, …)
 * @property {number} [attempt] reconnecting: which attempt comes next, from 1
 * @property {number} [inMs] reconnecting: in how many milliseconds; 0: it is under way
 * @property {'resumed' | 'anew'} [back] connected again: on the same seat, or on another, as somebody with a new id
 * @property {MeshlessError} [error] closed: why
 *
 * @typedef {object} Sitter whoever sits there
 * @property {(joined: Joined, again: boolean) => void} joined a seat was given; what came before is void
 * @property {(resumed: Resumed) => void} resumed the seat was kept
 * @property {(event: ServerEvent) => void} event each once, in order
 * @property {(change: StateChange) => void} state
 */

/**
 * A seat in a room and the connection that holds it. A lost connection is replaced: the seat is taken up again by its secret, and
 * where the server no longer keeps it, another is asked for.
 */
export class Seat {
  /** @type {RoomState} */ state = 'reconnecting';

  #url;
  #room;
  #name;
  #codec;
  #sitter;
  /** @type {Signaling} */ #signaling;
  /** @type {Joined['seat'] | null} */ #key = null;
  #lastEvent = 0;
  #backoff = new Backoff();
  #ended = new AbortController();
  /** @type {() => void} */ #hurry = () => {};
  /** What the server said before it closed. */
  #farewell = {reason: 'lost', retryAfterMs: 0};

  /**
   * @param {string | URL} url
   * @param {{room: string, name: string, codec?: VideoCodec | null}} who codec: the room's, should this make it
   * @param {Signaling} signaling a connection that nobody has joined on
   * @param {Sitter} sitter
   */
  constructor(url, {room, name, codec}, signaling, sitter) {
    this.#url = url;
    this.#room = room;
    this.#name = name;
    this.#codec = codec ?? undefined;
    this.#sitter = sitter;
    this.#signaling = signaling;
    this.#listen(signaling);
  }

  /** Aborted when all is over, by leaving or not. */
  get ended() {
    return this.#ended.signal;
  }

  /** The connection as it is now; it may be gone. */
  get signaling() {
    return this.#signaling;
  }

  /**
   * Asks for a seat, once.
   *
   * @param {AbortSignal} [signal]
   */
  async enter(signal) {
    try {
      await this.#join(false, signal).catch(error => {
        // A connection that was opened long ago may turn out to be gone the moment it is used.
        if (!isCode(error, 'connection-lost')) throw error;
        this.#connect();
        return this.#join(false, signal);
      });
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#settle();
  }

  /**
   * @param {string} type
   * @param {object} fields
   * @param {{signal?: AbortSignal, id?: number}} [options]
   */
  async request(type, fields, options) {
    // Not on a connection that is about to be the seat's, but is not yet.
    if (this.state === 'reconnecting') throw new MeshlessError('connection-lost', 'The connection to the server was lost.');
    if (this.ended.aborted) throw new MeshlessError('left', 'The room was left.');
    return this.#signaling.request(type, fields, options);
  }

  /**
   * Says something that needs no reply.
   *
   * @param {string} type
   * @param {object} fields
   * @returns {boolean} whether there was a connection to say it over
   */
  tell(type, fields) {
    if (this.state !== 'connected' || !this.#signaling.usable) return false;
    this.#signaling.tell(type, fields);
    return true;
  }

  /**
   * Finds out whether the connection still lives, where it may have died unnoticed, and replaces it if not.
   *
   * @param {string} type a request that does no harm
   * @param {object} fields
   */
  async check(type, fields) {
    if (this.state === 'reconnecting') return this.retryNow();
    if (this.state !== 'connected') return;
    const signaling = this.#signaling;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), SIGN_OF_LIFE_MS);
    try {
      await signaling.request(type, fields, {signal: patience.signal});
    } catch (error) {
      // A refusal is a sign of life, too.
      if (patience.signal.aborted && signaling === this.#signaling) this.reconnect('lost');
    } finally {
      clearTimeout(timer);
    }
  }

  /** While reconnecting: tries at once instead of when the time has come. */
  retryNow() {
    this.#hurry();
  }

  /**
   * Replaces the connection, and keeps the seat if it can be kept.
   *
   * @param {string} reason
   */
  reconnect(reason) {
    if (this.state === 'connected') void this.#comeBack(reason, 0);
  }

  /**
   * Gives the seat back and asks for another.
   *
   * @param {string} reason
   */
  startOver(reason) {
    if (this.state !== 'connected') return;
    this.#key = null;
    this.#signaling.tell('leave');
    void this.#comeBack(reason, 0);
  }

  /** Gives the seat back. Over at once; the promise is for the farewell. */
  async leave() {
    if (this.ended.aborted) return;
    const signaling = this.#signaling;
    const farewell = signaling.request('leave', {}, {signal: AbortSignal.timeout(1_000)}).catch(() => {});
    this.#ended.abort();
    this.#setState({state: 'left'});
    await farewell;
    signaling.close();
  }

  /** @param {MeshlessError} error that makes it pointless to go on */
  fail(error) {
    if (this.ended.aborted) return;
    this.#end();
    this.#setState({state: 'closed', error});
  }

  /**
   * @param {boolean} again
   * @param {AbortSignal} [signal]
   */
  async #join(again, signal) {
    const signaling = this.#signaling;
    this.#key = null;
    /** @type {Joined} */
    const joined = await signaling.request('join', {room: this.#room, name: this.#name, codec: this.#codec}, {signal});
    this.#name = joined.you.name;
    this.#key = joined.seat;
    this.#lastEvent = joined.n;
    this.#sitter.joined(joined, again);
  }

  /** @returns {Promise<boolean>} whether the seat is still ours, with everything that happened meanwhile on its way */
  async #resume() {
    if (!this.#key) return false;
    const signaling = this.#signaling;
    try {
      /** @type {Resumed} */
      const resumed = await signaling.request('resume', {seat: this.#key.id, secret: this.#key.secret, last: this.#lastEvent});
      if (resumed.snapshot) this.#lastEvent = resumed.n;
      this.#sitter.resumed(resumed);
      return true;
    } catch (error) {
      if (!signaling.usable || isCode(error, 'timeout')) throw error;
      return false;
    }
  }

  #connect() {
    this.#signaling = new Signaling(this.#url);
    this.#listen(this.#signaling);
    return this.#signaling;
  }

  /** @param {Signaling} signaling */
  #listen(signaling) {
    signaling.on('message', event => this.#onEvent(event), {signal: this.ended});
    signaling.on('close', closure => this.#onLost(signaling, closure), {signal: this.ended});
  }

  /** @param {ServerEvent & {n?: number}} event */
  #onEvent(event) {
    if (event.n !== undefined) {
      if (event.n <= this.#lastEvent) return;
      this.#lastEvent = event.n;
    }
    if (event.type !== 'closing') return this.#sitter.event(event);
    this.#key = null;
    this.#farewell = {reason: event.reason, retryAfterMs: event.retryAfterMs ?? 0};
  }

  /**
   * @param {Signaling} signaling
   * @param {Closure} closure
   */
  #onLost(signaling, {code, reason}) {
    if (signaling !== this.#signaling || this.state !== 'connected') return;
    if (code === NORMAL) return this.fail(new MeshlessError('ended', reason || 'The server ended this session.'));
    if (code === DISPLACED) return this.fail(new MeshlessError('displaced', 'This seat was taken up elsewhere.'));
    if (code === SEAT_ENDED) this.#key = null;
    void this.#comeBack(this.#farewell.reason, this.#farewell.retryAfterMs);
  }

  /**
   * Tries until there is a seat.
   *
   * @param {string} reason
   * @param {number} retryAfterMs
   */
  async #comeBack(reason, retryAfterMs) {
    // Closing it is not losing it.
    this.state = 'reconnecting';
    this.#signaling.close();
    for (let atLeastMs = retryAfterMs; !this.ended.aborted; atLeastMs = 0) {
      const inMs = this.#backoff.next(atLeastMs);
      const {attempt} = this.#backoff;
      this.#setState({state: 'reconnecting', reason, attempt, inMs});
      await this.#wait(inMs);
      if (this.ended.aborted) return;
      this.#setState({state: 'reconnecting', reason, attempt, inMs: 0});
      const signaling = this.#connect();
      const abandon = () => signaling.close();
      this.ended.addEventListener('abort', abandon);
      try {
        await signaling.opened;
        const resumed = await this.#resume();
        if (!resumed) await this.#join(true);
        if (this.ended.aborted) return;
        this.ended.removeEventListener('abort', abandon);
        return this.#settle(resumed ? 'resumed' : 'anew');
      } catch (error) {
        if (this.ended.aborted) return;
        signaling.close();
        if (error instanceof MeshlessError && FINAL.has(error.code)) return this.fail(error);
      }
    }
  }

  /** @param {StateChange['back']} [back] */
  #settle(back) {
    this.#backoff.reset();
    this.#farewell = {reason: 'lost', retryAfterMs: 0};
    this.#setState(back ? {state: 'connected', back} : {state: 'connected'});
    // It may have gone while nobody was listening for that.
    if (!this.#signaling.usable) this.#onLost(this.#signaling, {code: 1006, reason: ''});
  }

  /** @param {number} ms */
  #wait(ms) {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.ended.removeEventListener('abort', done);
        this.#hurry = () => {};
        resolve(undefined);
      };
      const timer = setTimeout(done, ms);
      this.#hurry = done;
      this.ended.addEventListener('abort', done);
    });
  }

  #end() {
    this.#ended.abort();
    this.#signaling.close();
  }

  /** @param {StateChange} change */
  #setState(change) {
    this.state = change.state;
    this.#sitter.state(change);
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof MeshlessError && error.code === code;
}
