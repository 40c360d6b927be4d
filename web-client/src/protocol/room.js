import {COMMON_CODEC} from './codecs.js';
import {DataExchange} from './data-exchange.js';
import {CHAT} from './data-header.js';
import {Emitter} from './emitter.js';
import {MeshlessError} from './errors.js';
import {Participant} from './participant.js';
import {PathWatch} from './path-watch.js';
import {Peer} from './peer.js';
import {RoomChat} from './room-chat.js';
import {Seat} from './seat.js';
import {newRequestId} from './signaling.js';
import {SlotTable} from './slot-table.js';
import {ViewReport} from './view-report.js';

/** @import {VideoCodec} from './codecs.js' */
/** @import {Data, DataOptions} from './data.js' */
/** @import {Joined, ParticipantInfo, Resumed, Sender, ServerEvent, SlotInfo, Source} from './messages.js' */
/** @import {RemoteMedia} from './participant.js' */
/** @import {LocalSource} from './peer.js' */
/** @import {StateChange} from './seat.js' */
/** @import {Signaling} from './signaling.js' */
/** @import {ViewTile} from './view-report.js' */

/**
 * @typedef {object} Chat
 * @property {Sender} from
 * @property {string | null} to the id of the one it is meant for alone; null: everybody
 * @property {string} text
 * @property {Date} at
 * @property {boolean} isKept said before we came
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
 * @property {{codec: VideoCodec, because: Participant | null}} codec cameras are encoded with another codec from now on; because: somebody
 *     who cannot show the room's own, if that is why
 * @property {{participant: Participant | null}} speaker who else has the floor, or had it last
 * @property {Chat} chat each once; also one's own, when the server has passed it on
 * @property {App} app
 */

/** @type {LocalSource[]} */
const LOCAL_SOURCES = ['camera', 'microphone'];

/**
 * A room one sits in: who is there, what they publish, what we publish. It comes back by itself when the connection is lost, until it
 * is left. Made by `join`.
 *
 * @extends {Emitter<RoomEvents>}
 */
export class Room extends Emitter {
  /** @type {Map<string, Participant>} everybody else, by id */ participants = new Map();
  /** @type {Joined['you']} */ you = {id: '', name: '', renamed: false};
  /** @type {VideoCodec} what cameras are encoded with now */ codec = COMMON_CODEC;
  /** @type {Participant | null} who else has the floor, or had it last */ speaker = null;

  #seat;
  #peer;
  /** @type {RTCIceServer[]} */ #iceServers = [];
  /** @type {Set<string>} our own ids: the server may keep a seat for us that we gave up */ #selves = new Set();
  #watch = new PathWatch(
    () => void this.restartIce(),
    () => this.#seat.startOver('media'),
  );
  #slots = new SlotTable();
  /** @type {Set<string>} mids of the slots whose sources the server holds back */ #paused = new Set();
  /** @type {Record<LocalSource, {track: MediaStreamTrack | null, muted: boolean}>} */ #published = {
    camera: {track: null, muted: true},
    microphone: {track: null, muted: true},
  };
  #view = new ViewReport(tiles => this.#tellView(tiles));
  #negotiating = Promise.resolve();
  #data;
  #chat;
  /** The last offer made, and how often nothing came back. */
  #offer = {sdp: '', id: 0, lost: 0};

  /**
   * @param {string | URL} url
   * @param {{room: string, name: string, codec?: VideoCodec | null}} who
   * @param {{signaling: Signaling, peer: Peer}} prepared
   */
  constructor(url, who, {signaling, peer}) {
    super();
    this.id = who.room;
    this.#peer = peer;
    this.#seat = new Seat(url, who, signaling, {
      joined: (joined, again) => this.#onJoined(joined, again),
      resumed: resumed => this.#onResumed(resumed),
      event: event => this.#onEvent(event),
      state: change => this.#onSeat(change),
    });
    this.#listen(peer);
    this.#data = new DataExchange(peer, id => this.participants.has(id));
    this.#chat = new RoomChat(() => this.data(CHAT), {
      participants: this.participants,
      you: () => ({id: this.you.id, name: this.you.name}),
      isSelf: id => this.#selves.has(id),
      request: (fields, signal) => this.#seat.request('chat', fields, {signal}),
      received: chat => this.emit('chat', chat),
    });
  }

  /** @returns {StateChange['state']} */
  get state() {
    return this.#seat.state;
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
    try {
      await this.#seat.enter(signal);
    } catch (error) {
      this.#peer.close();
      throw error;
    }
  }

  /**
   * Publishes what is given: a track, or null to stop. Takes no offer.
   *
   * @param {{camera?: MediaStreamTrack | null, microphone?: MediaStreamTrack | null}} tracks
   */
  async publish(tracks) {
    for (const source of LOCAL_SOURCES) {
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
    if (!this.#seat.ended.aborted) await this.#peer.replaceTrack(source, track);
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
    this.#tellMuted(source);
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
    if (this.#seat.ended.aborted) throw new MeshlessError('left', 'The room was left.');
    await this.#chat.send(text, {to, signal});
  }

  /**
   * Opens a channel to all in the room who open one of the same label.
   *
   * @param {string} label up to 256 bytes
   * @param {DataOptions} [options]
   * @returns {Data}
   */
  data(label, options = {}) {
    if (this.#seat.ended.aborted) throw new MeshlessError('left', 'The room was left.');
    return this.#data.open(label, options);
  }

  /**
   * Sends a message of the application's own, which the server passes on unread.
   *
   * @param {string} kind
   * @param {unknown} data
   * @param {{to?: string, signal?: AbortSignal}} [options]
   */
  async app(kind, data, {to, signal} = {}) {
    await this.#seat.request('app', {kind, data, to}, {signal});
  }

  /**
   * Says which videos the page shows, so that no other is sent. May be called as often as anything changes; until it is called the
   * server chooses. Holds until it is called again, also when the room is entered anew.
   *
   * @param {ViewTile[]} tiles the most important first
   */
  show(tiles) {
    this.#view.show(tiles);
  }

  /**
   * Looks after the connection at once, instead of when its silence is noticed: to be called when the machine was asleep, or has changed
   * its network.
   */
  check() {
    void this.#seat.check('track', {source: 'microphone', muted: this.#published.microphone.muted});
  }

  /** Looks for another path through the network on the same peer connection (an ICE restart); media keeps the old one meanwhile. */
  restartIce() {
    return this.#negotiate({restart: true});
  }

  /** While reconnecting: tries at once instead of when the time has come. */
  retryNow() {
    this.#seat.retryNow();
  }

  /** Gives the seat back and ends everything. Over at once; the promise is for the farewell. */
  leave() {
    return this.#seat.leave();
  }

  // --- the seat

  /**
   * @param {Joined} joined
   * @param {boolean} again
   */
  #onJoined({you, participants, iceServers, slots, codec}, again) {
    this.#selves.add(you.id);
    this.you = you;
    this.#data.knows(you);
    this.#iceServers = iceServers ?? [];
    if (again) this.#replacePeer();
    // Before anything else is awaited: events that follow build on it.
    this.#snapshot(participants);
    const peer = this.#peer;
    peer.useIceServers(this.#iceServers);
    peer.fit(slots);
    this.#useCodec(codec, null);
    void this.#negotiate();
  }

  /** @param {Resumed} resumed */
  #onResumed({snapshot}) {
    if (!snapshot) return;
    this.#snapshot(snapshot.participants);
    this.#assign(snapshot.slots);
    this.#useCodec(snapshot.codec, null);
    this.#onSpeaker(snapshot.speaker);
    this.#onPaused(new Set(snapshot.paused));
  }

  /** @param {StateChange} change */
  #onSeat(change) {
    switch (change.state) {
      case 'connected':
        this.#view.repeat();
        if (change.back !== 'resumed') break;
        // Said while nobody listened.
        LOCAL_SOURCES.forEach(source => this.#tellMuted(source));
        this.#tellCovered(this.#slots.all);
        this.#resumePath();
        break;
      case 'reconnecting':
        // A new path needs a server to ask.
        this.#watch.stop();
        this.#view.stop();
        break;
      case 'left':
      case 'closed':
        this.#watch.stop();
        this.#view.stop();
        this.#data.close();
        this.#peer.close();
    }
    this.emit('state', change);
  }

  /** Begins with a new peer connection, where the old one is of no more use. */
  #replacePeer() {
    const {slots, stereo} = this.#peer;
    this.#peer.close();
    this.#watch.stop();
    this.#slots = new SlotTable();
    this.#paused = new Set();
    for (const participant of this.participants.values()) {
      participant.detach();
      this.emit('participant-changed', {participant});
    }
    this.#peer = new Peer(slots, {stereo});
    this.#peer.useIceServers(this.#iceServers);
    void this.#peer.useCodec(this.codec);
    for (const source of LOCAL_SOURCES) void this.#peer.replaceTrack(source, this.#published[source].track);
    this.#listen(this.#peer);
    this.#data.use(this.#peer);
    this.emit('audio-slots', {tracks: this.audio});
  }

  /**
   * Why somebody's picture comes as it does: "320×180: 410 kbit/s estimate, 3 of 5 tiles at base".
   *
   * @param {Participant} participant
   * @param {Source} [source]
   * @returns {Promise<string>} empty where the server has nothing to say of it
   */
  async explain({id}, source = 'camera') {
    const slot = this.#slots.find(id, source);
    if (!slot) return '';
    const {slots} = await this.#seat.request('explain', {});
    const explained = slots.find((/** @type {SlotInfo} */ {mid, generation}) => mid === slot.mid && generation === slot.generation);
    return explained?.reason ?? '';
  }

  // --- what the server says

  /** @param {ServerEvent} event */
  #onEvent(event) {
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
        return this.#chat.onSocket(event);
      case 'app':
        return this.emit('app', {...event, to: event.to ?? null});
      case 'slots':
        return this.#assign(event.slots);
      case 'slots-wanted':
        if (this.#peer.grow(event)) void this.#negotiate();
        return;
      case 'paused':
        return this.#onPaused(new Set(event.slots));
      case 'speaker':
        return this.#onSpeaker(event.participant);
      case 'codec':
        return this.#useCodec(event.codec, event.because ?? null);
      case 'layers':
        if (event.source === 'camera') void this.#peer.sendLayers(event.rids);
        return;
      case 'connection':
        return this.#onPath(event.state);
      default:
        // A newer server may say more than this client understands.
        return;
    }
  }

  /** @param {Set<string>} mids of the slots whose sources are held back; of no others */
  #onPaused(mids) {
    this.#paused = mids;
    for (const slot of this.#slots.all) {
      const held = this.#mediaIn(slot);
      if (!held || held.media.paused === mids.has(slot.mid)) continue;
      held.media.paused = mids.has(slot.mid);
      this.emit('media', held);
    }
  }

  /** @param {string | undefined} id */
  #onSpeaker(id = '') {
    this.speaker = this.participants.get(id) ?? null;
    this.emit('speaker', {participant: this.speaker});
  }

  /** @param {ParticipantInfo[]} everybody */
  #snapshot(everybody) {
    const present = new Set(everybody.map(({id}) => id));
    for (const participant of [...this.participants.values()]) {
      if (!present.has(participant.id)) this.#remove(participant, '');
    }
    everybody.forEach(info => this.#upsert(info));
  }

  /** @param {ParticipantInfo} info */
  #upsert(info) {
    if (this.#selves.has(info.id)) return;
    this.#data.knows(info);
    const known = this.participants.get(info.id);
    if (known) {
      known.update(info);
      this.emit('participant-changed', {participant: known});
      return;
    }
    const participant = new Participant(info);
    this.participants.set(info.id, participant);
    this.emit('participant-joined', {participant});
  }

  /**
   * @param {Participant} participant
   * @param {string} reason
   */
  #remove(participant, reason) {
    this.participants.delete(participant.id);
    participant.detach();
    this.#data.forget(participant.id);
    this.emit('participant-left', {participant, reason});
  }

  /** @param {SlotInfo[]} slots */
  #assign(slots) {
    const changes = this.#slots.apply(slots);
    for (const {before, now} of changes) {
      const receiver = this.#peer.receiver(now.mid);
      if (!receiver) continue;
      const former = this.#mediaIn(before);
      if (former && former.media.receiver === receiver) {
        former.media.detach();
        this.emit('media', former);
      }
      const next = this.#mediaIn(now);
      if (!next) continue;
      const {generation, rtpTimestamp = null, sourceId = null} = now;
      next.media.attach(receiver, {generation, rtpTimestamp, sourceId});
      next.media.paused = this.#paused.has(now.mid);
      this.emit('media', next);
    }
    // Listeners have seen to it by now that nobody shows the former content as somebody else's.
    this.#tellCovered(changes.map(({now}) => now));
  }

  /** @param {SlotInfo | null} slot */
  #mediaIn(slot) {
    const participant = slot?.participant ? this.participants.get(slot.participant) : undefined;
    if (!participant || !slot?.source) return null;
    return {participant, source: slot.source, media: participant.media(slot.source)};
  }

  // --- sound and pictures

  /** @param {'connecting' | 'connected' | 'silent' | 'closed'} state as the server sees it */
  #onPath(state) {
    switch (state) {
      case 'connected':
        return this.#watch.onHeard();
      case 'silent':
        return this.#watch.onSilent();
      case 'closed':
        // What the server has closed it does not open again.
        this.#replacePeer();
        void this.#negotiate();
        return;
      default:
        return;
    }
  }

  /** There is a server to ask again. */
  #resumePath() {
    const broken = ['disconnected', 'failed'].includes(this.#peer.state);
    if (!this.#peer.unanswered) {
      if (broken) this.#watch.mend();
      return;
    }
    // It may be the very offer that mends it.
    if (broken) this.#watch.onState('disconnected');
    void this.#negotiate();
  }

  /**
   * @param {VideoCodec | undefined} codec
   * @param {string | null} because the id of whoever made it necessary
   */
  #useCodec(codec, because) {
    if (!codec || codec === this.codec) return;
    this.codec = codec;
    void this.#switchCodec();
    this.emit('codec', {codec, because: (because && this.participants.get(because)) || null});
  }

  async #switchCodec() {
    const peer = this.#peer;
    if (!(await peer.useCodec(this.codec)) && peer === this.#peer) void this.#negotiate();
  }

  /** @param {Peer} peer */
  #listen(peer) {
    const {ended: signal} = this.#seat;
    peer.on('slots', ({audio}) => this.emit('audio-slots', {tracks: audio}), {signal});
    peer.on(
      'state',
      ({state}) => {
        if (peer !== this.#peer) return;
        if (this.state === 'connected') this.#watch.onState(state);
        this.emit('media-state', {state});
      },
      {signal},
    );
  }

  /**
   * One offer at a time, each answered before the next.
   *
   * @param {{restart?: boolean}} [options]
   */
  #negotiate(options) {
    const peer = this.#peer;
    this.#negotiating = this.#negotiating.then(async () => {
      const {signaling, ended} = this.#seat;
      if (peer !== this.#peer || ended.aborted) return;
      try {
        const settled = await peer.negotiate(sdp => this.#exchange(signaling, sdp), options);
        this.#offer.lost = 0;
        // The codec changed while the offer was on its way, and this browser cannot switch without one.
        if (!settled) await peer.negotiate(sdp => this.#exchange(signaling, sdp));
      } catch (error) {
        // Of a peer connection that was replaced meanwhile nobody wants to know. With the connection to the server gone this is the
        // seat's business, and offered again when it is back.
        if (peer === this.#peer && signaling.usable && signaling === this.#seat.signaling) this.#onRefusal(error);
      }
    });
    return this.#negotiating;
  }

  /**
   * @param {Signaling} signaling
   * @param {string} sdp
   * @returns {Promise<string>}
   */
  async #exchange(signaling, sdp) {
    // Offered again after the connection was lost, it is the same offer: the server may have answered it already.
    if (this.#offer.sdp !== sdp) this.#offer = {...this.#offer, sdp, id: newRequestId()};
    const {sdp: answer} = await signaling.request('offer', {sdp, tracks: this.#offered()}, {id: this.#offer.id});
    return answer;
  }

  /** @param {unknown} error that an offer met with */
  #onRefusal(error) {
    if (error instanceof MeshlessError && error.code === 'timeout') {
      // A connection that died unnoticed takes the seat with it only if it happens again.
      if (this.#offer.lost++ === 0) this.#seat.reconnect('lost');
      else this.#seat.startOver('lost');
    } else if (this.#peer.established) {
      // What worked once works again from the beginning. After a long sleep the server may have forgotten what this offer builds on.
      this.#seat.startOver('media');
    } else if (error instanceof MeshlessError) {
      this.#seat.fail(error);
    } else {
      this.#seat.fail(new MeshlessError('bad-answer', "The server's answer does not fit this browser.", {cause: error}));
    }
  }

  #offered() {
    return LOCAL_SOURCES.map(source => ({mid: this.#peer.mid(source), source, muted: this.#published[source].muted}));
  }

  /** @param {ViewTile[]} tiles */
  #tellView(tiles) {
    return this.#seat.tell('view', {tiles: tiles.filter(({participant}) => this.participants.has(participant))});
  }

  /** @param {SlotInfo[]} slots */
  #tellCovered(slots) {
    const covered = slots.filter(({source}) => source === 'camera' || source === 'screen').map(({mid, generation}) => ({mid, generation}));
    if (covered.length) this.#seat.tell('covered', {slots: covered});
  }

  /** @param {LocalSource} source */
  #tellMuted(source) {
    if (this.state !== 'connected') return;
    // Where this fails the offer, or coming back, says it again.
    this.#seat.request('track', {source, muted: this.#published[source].muted}).catch(() => {});
  }
}
