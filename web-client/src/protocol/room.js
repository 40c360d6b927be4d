import {Backoff} from './backoff.js';
import {Emitter} from './emitter.js';
import {MeshlessError} from './errors.js';
import {Participant} from './participant.js';
import {Peer} from './peer.js';
import {Signaling} from './signaling.js';
import {SlotTable} from './slot-table.js';

/** @import {Joined, ParticipantInfo, Resumed, Sender, ServerEvent, SlotInfo, Source} from './messages.js' */
/** @import {RemoteMedia} from './participant.js' */
/** @import {LocalSource} from './peer.js' */
/** @import {Closure} from './signaling.js' */

/** How long a broken path may heal by itself before a new one is looked for. */
const PATH_PATIENCE_MS = 3_000;
/** How long a new path may take to carry media before the room is entered anew. */
const RESTART_PATIENCE_MS = 12_000;

/** WebSocket close codes after which coming back would be wrong: the seat was given up, or taken up again elsewhere. */
const NORMAL = 1000;
const DISPLACED = 4001;

/** Refusals that asking again will not change. */
const FINAL = new Set(['bad-room', 'bad-name', 'room-full', 'forbidden', 'unauthorized']);

/**
 * @typedef {'connected' | 'reconnecting' | 'left' | 'closed'} RoomState
 *
 * @typedef {object} StateChange
 * @property {RoomState} state
 * @property {string} [reason] why the connection is gone: `lost`, or what the server said (`shutting-down`, …)
 * @property {number} [attempt] reconnecting: which attempt comes next, from 1
 * @property {number} [inMs] reconnecting: in how many milliseconds; 0: it is under way
 * @property {boolean} [anew] connected: whether the room was entered anew, as somebody with a new id
 * @property {MeshlessError} [error] closed: why
 *
 * @typedef {object} Chat
 * @property {Sender} from
 * @property {string | null} to whom it was meant for alone; null: everybody
 * @property {string} text
 * @property {Date} at
 *
 * @typedef {object} App
 * @property {Sender} from
 * @property {string | null} to
 * @property {string} kind
 * @property {unknown} data
 *
 * @typedef {object} RoomEvents
 * @property {StateChange} state of the connection to the server
 * @property {{state: RTCPeerConnectionState}} media-state of the connection that carries sound and pictures
 * @property {{participant: Participant}} participant-joined
 * @property {{participant: Participant, reason: string}} participant-left
 * @property {{participant: Participant}} participant-changed name, state or tracks
 * @property {{participant: Participant, source: Source, media: RemoteMedia}} media a slot began or ceased to carry this source
 * @property {{tracks: MediaStreamTrack[]}} audio-slots more tracks to play; together they are all there is to hear
 * @property {Chat} chat also one's own, when the server has passed it on
 * @property {App} app
 *
 * @typedef {{track: MediaStreamTrack | null, muted: boolean}} Publication
 */

/**
 * A seat in a room: who is there, what they publish, what we publish. It comes back by itself when the connection is lost, until
 * it is left. Made by `join`.
 *
 * @extends {Emitter<RoomEvents>}
 */
export class Room extends Emitter {
  /** @type {Map<string, Participant>} everybody else, by id */ participants = new Map();
  /** @type {Joined['you']} */ you = {id: '', name: '', renamed: false};
  /** @type {RoomState} */ state = 'reconnecting';

  #url;
  #name;
  /** @type {Signaling} */ #signaling;
  /** @type {Peer} */ #peer;
  #slots = new SlotTable();
  /** @type {Record<LocalSource, Publication>} */ #published = {
    camera: {track: null, muted: true},
    microphone: {track: null, muted: true},
  };
  /** @type {Joined['seat'] | null} */ #seat = null;
  #lastEvent = 0;
  #negotiating = Promise.resolve();
  #backoff = new Backoff();
  #left = new AbortController();
  /** @type {() => void} */ #hurry = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #patience;
  #restarts = 0;

  /**
   * @param {string | URL} url
   * @param {{room: string, name: string}} who
   * @param {{signaling: Signaling, peer: Peer}} prepared
   */
  constructor(url, {room, name}, {signaling, peer}) {
    super();
    this.#url = url;
    this.id = room;
    this.#name = name;
    this.#signaling = signaling;
    this.#peer = peer;
    this.#adoptPeer(peer);
  }

  /** The one RTCPeerConnection; another only after the room was entered anew. */
  get peerConnection() {
    return this.#peer.connection;
  }

  /** The tracks to play in order to hear everybody; `audio-slots` tells of more. */
  get audio() {
    return this.#peer.audio;
  }

  /**
   * Enters the room; `join` does it.
   *
   * @param {{signal?: AbortSignal}} [options]
   */
  async enter({signal} = {}) {
    void this.#peer.prepare();
    try {
      await this.#join(signal);
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#setState({state: 'connected'});
    void this.#negotiate();
  }

  /**
   * Publishes what is given: a track, or null to stop. Needs no offer.
   *
   * @param {{camera?: MediaStreamTrack | null, microphone?: MediaStreamTrack | null}} tracks
   */
  async publish(tracks) {
    for (const source of /** @type {LocalSource[]} */ (['camera', 'microphone'])) {
      const track = tracks[source];
      if (track === undefined) continue;
      await this.replaceTrack(source, track);
      this.setMuted(source, track === null);
    }
  }

  /**
   * Sends another track, or with null none, without telling anybody: see `setMuted`.
   *
   * @param {LocalSource} source
   * @param {MediaStreamTrack | null} track
   */
  async replaceTrack(source, track) {
    const publication = this.#published[source];
    publication.track = track;
    if (track) track.enabled = !publication.muted;
    await this.#peer.replaceTrack(source, track);
  }

  /**
   * Stops sending sound or picture, or resumes it, and tells the others.
   *
   * @param {LocalSource} source
   * @param {boolean} muted
   */
  setMuted(source, muted) {
    const publication = this.#published[source];
    if (publication.track) publication.track.enabled = !muted;
    if (publication.muted === muted) return;
    publication.muted = muted;
    this.#tellTrack(source);
  }

  /** @param {LocalSource} source */
  isMuted(source) {
    return this.#published[source].muted;
  }

  /**
   * @param {string} text
   * @param {{to?: string, signal?: AbortSignal}} [options] to: a participant's id, for a message to that one alone
   */
  async chat(text, {to, signal} = {}) {
    const {at} = await this.#signaling.request('chat', {text, to}, {signal});
    this.emit('chat', {from: {id: this.you.id, name: this.you.name}, to: to ?? null, text, at: new Date(at)});
  }

  /**
   * Sends a message of the application's own, which the server passes on unread.
   *
   * @param {string} kind
   * @param {unknown} data
   * @param {{to?: string, signal?: AbortSignal}} [options]
   */
  async app(kind, data, {to, signal} = {}) {
    await this.#signaling.request('app', {kind, data, to}, {signal});
  }

  /** While reconnecting: tries at once instead of when the time has come. */
  retryNow() {
    this.#hurry();
  }

  /** Gives the seat back and ends everything. Done as far as anybody can see when it returns; the promise is for the farewell. */
  async leave() {
    if (this.#left.signal.aborted) return;
    const farewell = this.#signaling.request('leave', {}, {signal: AbortSignal.timeout(1_000)}).catch(() => {});
    this.#left.abort();
    this.#peer.close();
    clearTimeout(this.#patience);
    this.#setState({state: 'left'});
    await farewell;
    this.#signaling.close();
  }

  // --- the seat -------------------------------------------------------------------------------------------------------------------

  /** @param {AbortSignal} [signal] */
  async #join(signal) {
    const signaling = this.#signaling;
    /** @type {Joined} */
    const joined = await signaling.request('join', {room: this.id, name: this.#name}, {signal});
    this.you = joined.you;
    this.#name = joined.you.name;
    this.#seat = joined.seat;
    this.#lastEvent = joined.n;
    this.#listen(signaling);
    this.#peer.useIceServers(joined.iceServers ?? []);
    await this.#peer.fit(joined.slots);
    this.#snapshot(joined.participants);
  }

  /** @param {Signaling} signaling */
  #listen(signaling) {
    const {signal} = this.#left;
    signaling.on('message', event => this.#onEvent(event), {signal});
    signaling.on('close', closure => this.#onLost(signaling, closure), {signal});
    if (!signaling.usable) this.#onLost(signaling, {code: 1006, reason: ''});
  }

  /**
   * @param {Signaling} signaling
   * @param {Closure} closure
   */
  #onLost(signaling, {code, reason}) {
    if (signaling !== this.#signaling || this.#left.signal.aborted || this.state === 'reconnecting') return;
    if (code === NORMAL || code === DISPLACED) {
      this.#fail(new MeshlessError(code === DISPLACED ? 'displaced' : 'ended', reason || 'The server ended this session.'));
    } else {
      void this.#comeBack(this.#farewell.reason, this.#farewell.retryAfterMs);
    }
  }

  /** What the server said before it closed. */
  #farewell = {reason: 'lost', retryAfterMs: 0};

  /**
   * Tries until the seat is ours again, or another one.
   *
   * @param {string} reason
   * @param {number} retryAfterMs
   */
  async #comeBack(reason, retryAfterMs) {
    const {signal} = this.#left;
    for (let atLeastMs = retryAfterMs; !signal.aborted; atLeastMs = 0) {
      const inMs = this.#backoff.next(atLeastMs);
      const attempt = this.#backoff.attempt;
      this.#setState({state: 'reconnecting', reason, attempt, inMs});
      await this.#wait(inMs);
      if (signal.aborted) return;
      this.#setState({state: 'reconnecting', reason, attempt, inMs: 0});
      try {
        const signaling = new Signaling(this.#url);
        signal.addEventListener('abort', () => signaling.close());
        await signaling.opened;
        this.#signaling = signaling;
        const anew = !(await this.#resume());
        if (anew) await this.#joinAnew();
        this.#backoff.reset();
        this.#farewell = {reason: 'lost', retryAfterMs: 0};
        this.#setState({state: 'connected', anew});
        if (!signaling.usable) return this.#onLost(signaling, {code: 1006, reason: ''});
        if (anew || this.#peer.unanswered) void this.#negotiate();
        else if (this.#peer.state !== 'connected') this.#restartPath();
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#signaling.close();
        if (error instanceof MeshlessError && FINAL.has(error.code)) return this.#fail(error);
      }
    }
  }

  /** @returns {Promise<boolean>} whether the seat is still ours, with everything that happened meanwhile on its way */
  async #resume() {
    if (!this.#seat) return false;
    const signaling = this.#signaling;
    this.#listen(signaling);
    try {
      const {id: seat, secret} = this.#seat;
      /** @type {Resumed} */
      const resumed = await signaling.request('resume', {seat, secret, last: this.#lastEvent});
      if (resumed.snapshot) {
        this.#lastEvent = resumed.n;
        this.#snapshot(resumed.snapshot.participants);
        this.#assign(resumed.snapshot.slots);
      }
      for (const source of /** @type {LocalSource[]} */ (['camera', 'microphone'])) this.#tellTrack(source);
      return true;
    } catch (error) {
      if (!signaling.usable) throw error;
      this.#seat = null;
      return false;
    }
  }

  /** Enters the room as if for the first time, but with the same tracks. */
  async #joinAnew() {
    this.#peer.close();
    this.#slots = new SlotTable();
    for (const participant of this.participants.values()) participant.detach();
    const formerly = this.you.id;
    this.#adoptPeer(new Peer(this.#peer.slots));
    for (const source of /** @type {LocalSource[]} */ (['camera', 'microphone'])) {
      await this.#peer.replaceTrack(source, this.#published[source].track);
    }
    await this.#join();
    // Our own former seat may still be kept for us.
    const ghost = this.participants.get(formerly);
    if (ghost && formerly !== this.you.id) this.#remove(ghost, 'replaced');
    this.emit('audio-slots', {tracks: this.audio});
  }

  /** @param {number} ms */
  #wait(ms) {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(undefined), ms);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
      this.#left.signal.addEventListener('abort', this.#hurry, {once: true});
    });
  }

  // --- what the server says -------------------------------------------------------------------------------------------------------

  /** @param {ServerEvent & {n?: number}} event */
  #onEvent(event) {
    if (event.n !== undefined) {
      if (event.n <= this.#lastEvent) return;
      this.#lastEvent = event.n;
    }
    switch (event.type) {
      case 'participant-joined':
      case 'participant-changed':
        return this.#upsert(event.participant);
      case 'participant-left': {
        const participant = this.participants.get(event.id);
        if (participant) this.#remove(participant, event.reason ?? '');
        return;
      }
      case 'chat':
        // One's own comes back from the reply to it.
        if (event.from.id === this.you.id) return;
        return this.emit('chat', {...event, to: event.to ?? null, at: new Date(event.at)});
      case 'app':
        return this.emit('app', {...event, to: event.to ?? null});
      case 'slots':
        return this.#assign(event.slots);
      case 'slots-wanted':
        if (this.#peer.grow(event)) void this.#negotiate();
        return;
      case 'closing':
        this.#farewell = {reason: event.reason, retryAfterMs: event.retryAfterMs ?? 0};
        return;
      default:
        // A newer server may say more than this client understands.
        return;
    }
  }

  /** @param {ParticipantInfo[]} everybody */
  #snapshot(everybody) {
    const present = new Set(everybody.map(info => info.id));
    for (const participant of [...this.participants.values()]) {
      if (!present.has(participant.id)) this.#remove(participant, '');
    }
    for (const info of everybody) if (info.id !== this.you.id) this.#upsert(info);
  }

  /** @param {ParticipantInfo} info */
  #upsert(info) {
    const known = this.participants.get(info.id);
    if (known) {
      known.update(info);
      this.emit('participant-changed', {participant: known});
    } else {
      const participant = new Participant(info);
      this.participants.set(info.id, participant);
      this.emit('participant-joined', {participant});
    }
  }

  /**
   * @param {Participant} participant
   * @param {string} reason
   */
  #remove(participant, reason) {
    this.participants.delete(participant.id);
    participant.detach();
    this.emit('participant-left', {participant, reason});
  }

  /** @param {SlotInfo[]} slots */
  #assign(slots) {
    for (const {before, now} of this.#slots.apply(slots)) {
      const receiver = this.#peer.receiver(now.mid);
      this.#clear(before, receiver);
      const participant = now.participant ? this.participants.get(now.participant) : undefined;
      if (!participant || !now.source || !receiver) continue;
      const media = participant.media(now.source);
      const {generation, rtpTimestamp = null, sourceId = null} = now;
      media.attach(receiver, {generation, rtpTimestamp, sourceId});
      this.emit('media', {participant, source: now.source, media});
    }
  }

  /**
   * @param {SlotInfo | null} slot what it carried
   * @param {RTCRtpReceiver | null} receiver
   */
  #clear(slot, receiver) {
    const participant = slot?.participant ? this.participants.get(slot.participant) : undefined;
    if (!participant || !slot?.source) return;
    const media = participant.media(slot.source);
    if (media.receiver !== receiver) return;
    media.detach();
    this.emit('media', {participant, source: slot.source, media});
  }

  // --- sound and pictures ---------------------------------------------------------------------------------------------------------

  /** @param {Peer} peer */
  #adoptPeer(peer) {
    this.#peer = peer;
    this.#restarts = 0;
    const {signal} = this.#left;
    peer.on('state', ({state}) => this.#onPath(peer, state), {signal});
    peer.on('slots', ({audio}) => this.emit('audio-slots', {tracks: audio}), {signal});
  }

  /**
   * One offer at a time, each answered before the next.
   *
   * @param {{restart?: boolean}} [options]
   */
  #negotiate(options) {
    const peer = this.#peer;
    this.#negotiating = this.#negotiating.then(async () => {
      if (peer !== this.#peer || this.#left.signal.aborted) return;
      const signaling = this.#signaling;
      try {
        await peer.negotiate(async sdp => {
          const {sdp: answer} = await signaling.request('offer', {sdp, tracks: this.#offered()});
          return answer;
        }, options);
      } catch (error) {
        // A lost connection is somebody else's business: it comes back and offers again.
        if (!signaling.usable || this.#left.signal.aborted) return;
        if (error instanceof MeshlessError && error.code === 'timeout') return signaling.close();
        this.#fail(
          error instanceof MeshlessError
            ? error
            : new MeshlessError('bad-answer', "The server's answer does not fit this browser.", {cause: error}),
        );
      }
    });
    return this.#negotiating;
  }

  #offered() {
    return Object.entries(this.#published).map(([source, {muted}]) => {
      const mid = this.#peer.mid(/** @type {LocalSource} */ (source));
      return {mid, source, muted};
    });
  }

  /** @param {LocalSource} source */
  #tellTrack(source) {
    const {muted} = this.#published[source];
    // Nothing is lost when this fails: the offer and the resumption say it again.
    if (this.state === 'connected') this.#signaling.request('track', {source, muted}).catch(() => {});
  }

  /**
   * @param {Peer} peer
   * @param {RTCPeerConnectionState} state
   */
  #onPath(peer, state) {
    if (peer !== this.#peer) return;
    clearTimeout(this.#patience);
    if (state === 'connected') this.#restarts = 0;
    if (state === 'disconnected') this.#patience = setTimeout(() => this.#restartPath(), PATH_PATIENCE_MS);
    if (state === 'failed') this.#restartPath();
    this.emit('media-state', {state});
  }

  /** Looks for a new path; if that does not help either, starts over. */
  #restartPath() {
    if (this.state !== 'connected') return;
    clearTimeout(this.#patience);
    if (this.#restarts++ > 0) {
      // Without the seat: it is the path of this one that does not work.
      this.#seat = null;
      void this.#signaling.request('leave').catch(() => {});
      void this.#comeBack('media', 0);
      return;
    }
    this.#patience = setTimeout(() => this.#restartPath(), RESTART_PATIENCE_MS);
    void this.#negotiate({restart: true});
  }

  // --- the end --------------------------------------------------------------------------------------------------------------------

  /** @param {MeshlessError} error */
  #fail(error) {
    if (this.#left.signal.aborted) return;
    this.#end();
    this.#setState({state: 'closed', error});
  }

  #end() {
    this.#left.abort();
    clearTimeout(this.#patience);
    this.#peer.close();
    this.#signaling.close();
  }

  /** @param {StateChange} change */
  #setState(change) {
    this.state = change.state;
    this.emit('state', change);
  }
}
