/**
 * A client for a Meshless server, without a DOM:
 *
 *     const room = await join('wss://example.org/ws', {room: 'tea', name: 'Ann', camera, microphone});
 *     room.on('media', ({participant, source, media}) => …);
 *     await room.leave();
 */
import {MeshlessError} from './errors.js';
import {Peer} from './peer.js';
import {Room} from './room.js';
import {Signaling} from './signaling.js';

export {canShow, usableCodecs, videoCodec} from './codecs.js';
export {atOrAfter} from './rtp-time.js';
export {Data} from './data.js';
export {FileExchange} from './file-exchange.js';
export {IncomingFile} from './incoming-file.js';
export {OutgoingFile} from './outgoing-file.js';
export {MeshlessError, Room};
export {Participant, RemoteMedia} from './participant.js';
export {ReceptionMeter, roundTripMs} from './reception.js';

/** @typedef {import('./reception.js').Reception} Reception */

/** @import {VideoCodec} from './codecs.js' */

/** What servers ask for unless they are set up otherwise; a guess that costs nothing when it is wrong. */
const USUAL_SLOTS = {video: 8, audio: 8};

/**
 * @typedef {object} JoinOptions
 * @property {string} room
 * @property {string} name
 * @property {MediaStreamTrack | null} [camera] published from the start
 * @property {MediaStreamTrack | null} [microphone]
 * @property {boolean} [muted] join with the microphone muted
 * @property {VideoCodec | null} [codec] what cameras of the room are encoded with, should this be the one who makes it
 * @property {AbortSignal} [signal] gives up joining; a room once joined is left with `leave`
 */

/**
 * @typedef {object} PrepareOptions
 * @property {boolean} [stereo] send the microphone in stereo, for music; its track needs two channels and no echo cancellation
 */

/**
 * Joins a room.
 *
 * @param {string | URL} url of the server's `/ws`
 * @param {JoinOptions & PrepareOptions} options
 */
export function join(url, options) {
  return prepare(url, {stereo: options.stereo}).join(options);
}

/**
 * Does ahead of time whatever a later `join` would have to wait for, while the user is still choosing a name.
 *
 * @param {string | URL} url
 * @param {PrepareOptions} [options]
 */
export function prepare(url, options) {
  return new Entrance(url, options);
}

/** A door held open: a connection to the server and a peer connection, both unused. */
class Entrance {
  /**
   * @param {string | URL} url
   * @param {PrepareOptions} [options]
   */
  constructor(url, {stereo = false} = {}) {
    this.url = url;
    this.stereo = stereo;
    this.signaling = new Signaling(url);
    /** @type {Peer | null} */ this.peer = null;
  }

  /**
   * Sets up the peer connection, and another connection to the server where the first was closed for want of use. Best when camera
   * and microphone were asked for: only then may browsers use every network.
   */
  warm() {
    if (!this.signaling.usable) this.signaling = new Signaling(this.url);
    this.peer ??= new Peer(USUAL_SLOTS, {stereo: this.stereo});
    // What goes wrong here goes wrong again where it is awaited.
    this.peer.prepare().catch(() => {});
  }

  /**
   * @param {JoinOptions} options
   * @returns {Promise<Room>}
   */
  async join({room: id, name, camera, microphone, muted = false, codec = null, signal}) {
    signal?.throwIfAborted();
    this.warm();
    const peer = /** @type {Peer} */ (this.peer);
    this.peer = null;
    const room = new Room(this.url, {room: id, name, codec}, {signaling: this.signaling, peer});
    await room.publish({camera, microphone});
    if (muted) room.setMuted('microphone', true);
    await room.enter({signal});
    return room;
  }

  /** Nobody joins: lets go of everything. */
  close() {
    this.signaling.close();
    this.peer?.close();
  }
}
