import {CameraSender} from './camera-sender.js';
import {trimMicrophone, trimSlot} from './codecs.js';
import {allowHeader, CHAT} from './data-header.js';
import {Emitter} from './emitter.js';
import {allowStereo} from './stereo.js';

/** @import {VideoCodec} from './codecs.js' */
/** @import {SlotCounts} from './messages.js' */

/** More than any server asks for (25 cameras, 2 screens; 10 voices); a bound on what a message can make us allocate. */
const MOST_SLOTS = {video: 27, audio: 10};

/**
 * @typedef {'camera' | 'microphone'} LocalSource
 * @typedef {{state: {state: RTCPeerConnectionState}, slots: {audio: MediaStreamTrack[]}}} PeerEvents
 */

/**
 * The one RTCPeerConnection of a room: a sending m-line each for camera and microphone, which exist even while there is nothing to
 * send, and the slots, receiving m-lines that the server fills as it sees fit. This side always offers; people who come and go, and
 * cameras switched on and off, take no new offer, more slots do.
 *
 * @extends {Emitter<PeerEvents>}
 */
export class Peer extends Emitter {
  #connection = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
  #camera;
  /** @type {RTCDataChannel | null} until it is asked for */ #firstChannel;
  #microphone;
  /** @type {{video: RTCRtpTransceiver[], audio: RTCRtpTransceiver[]}} */ #slots = {video: [], audio: []};
  /** @type {Promise<string> | null} the local offer that was prepared and not yet answered */ #prepared = null;

  /**
   * @param {SlotCounts} slots
   * @param {{stereo?: boolean}} [options] stereo: of the microphone
   */
  constructor(slots, {stereo = false} = {}) {
    super();
    /** Of the microphone. */
    this.stereo = stereo;
    // One stream for both: what is sent together is played in step.
    const stream = new MediaStream();
    this.#camera = new CameraSender(this.#connection, stream);
    this.#microphone = this.#connection.addTransceiver('audio', {direction: 'sendonly', streams: [stream]});
    trimMicrophone(this.#microphone);
    this.#grow('video', slots.video);
    this.#grow('audio', slots.audio);
    // One that every room opens, made now so that the very first offer has a place for data.
    this.#firstChannel = this.#connection.createDataChannel(CHAT);
    this.#connection.addEventListener('connectionstatechange', () =>
      this.emit('state', {state: this.#connection.connectionState}),
    );
  }

  get connection() {
    return this.#connection;
  }

  get state() {
    return this.#connection.connectionState;
  }

  /** @returns {SlotCounts} */
  get slots() {
    return {video: this.#slots.video.filter(isActive).length, audio: this.#slots.audio.filter(isActive).length};
  }

  /** What the audio slots play, whoever is speaking in them. */
  get audio() {
    return this.#slots.audio.filter(isActive).map(slot => slot.receiver.track);
  }

  /** Whether the server has answered any offer. */
  get established() {
    return this.#connection.currentRemoteDescription !== null;
  }

  /** Whether the answer to the last offer is still to come. */
  get unanswered() {
    return this.#connection.signalingState !== 'stable' || this.#connection.currentLocalDescription === null;
  }

  /** @param {RTCIceServer[]} iceServers */
  useIceServers(iceServers) {
    if (iceServers.length > 0) this.#connection.setConfiguration({bundlePolicy: 'max-bundle', iceServers});
  }

  /**
   * @param {string} mid
   * @returns {RTCRtpReceiver | null}
   */
  receiver(mid) {
    const slot = [...this.#slots.video, ...this.#slots.audio].find(transceiver => transceiver.mid === mid);
    return slot?.receiver ?? null;
  }

  /**
   * The m-line that carries a local source.
   *
   * @param {LocalSource} source
   */
  mid(source) {
    return (source === 'camera' ? this.#camera : this.#microphone).mid;
  }

  /**
   * @param {LocalSource} source
   * @param {MediaStreamTrack | null} track
   */
  replaceTrack(source, track) {
    return source === 'camera' ? this.#camera.replaceTrack(track) : this.#microphone.sender.replaceTrack(track);
  }

  /**
   * Opens a data channel.
   *
   * @param {string} label
   * @param {RTCDataChannelInit} init
   */
  createChannel(label, init) {
    const first = this.#firstChannel;
    if (label === CHAT && !init.protocol && first) {
      this.#firstChannel = null;
      return first;
    }
    return this.#connection.createDataChannel(label, init);
  }

  /**
   * Encodes the camera with another codec from now on, if this browser can. An offer prepared with another one first will do: the
   * server's answer decides.
   *
   * @param {VideoCodec} codec
   * @returns {Promise<boolean>} false where this browser needs another offer for that
   */
  useCodec(codec) {
    this.#camera.prefer(codec);
    return this.#camera.settle();
  }

  /**
   * Sends no other layers of the camera than these from now on: nobody watches the others.
   *
   * @param {string[]} rids
   */
  sendLayers(rids) {
    this.#camera.watched(rids);
    return this.#camera.settle();
  }

  /**
   * Makes sure that there are at least as many slots as asked for.
   *
   * @param {SlotCounts} counts
   * @returns {boolean} whether slots were added and have to be offered
   */
  grow({video, audio}) {
    const before = this.audio.length;
    const grown = [this.#grow('video', video), this.#grow('audio', audio)].includes(true);
    if (grown) this.#prepared = null;
    if (this.audio.length > before) this.emit('slots', {audio: this.audio.slice(before)});
    return grown;
  }

  /**
   * Before the first offer is sent: exactly as many slots as asked for.
   *
   * @param {SlotCounts} counts
   */
  fit(counts) {
    this.grow(counts);
    // Their m-lines are there if an offer was prepared, and await the day when more slots are wanted. To stop them and roll back would
    // do away with them, but after that Chromium mixes up the kinds of m-lines.
    const excess = [...this.#slots.video.slice(counts.video), ...this.#slots.audio.slice(counts.audio)].filter(isActive);
    for (const slot of excess) slot.direction = 'inactive';
    if (excess.length > 0) this.#prepared = null;
  }

  /** Prepares the offer ahead of time, so that it can leave the moment somebody wants it. */
  prepare() {
    this.#prepared ??= this.#offer();
    return this.#prepared;
  }

  /**
   * Offers and applies the answer.
   *
   * @param {(sdp: string) => Promise<string>} exchange sends the offer, brings the answer
   * @param {{restart?: boolean}} [options] restart: look for a new path through the network
   * @returns {Promise<boolean>} false where another offer is needed to send the codec preferred meanwhile
   */
  async negotiate(exchange, {restart = false} = {}) {
    if (restart) {
      this.#connection.restartIce();
      this.#prepared = null;
    }
    const answer = await exchange(await this.prepare());
    await this.#connection.setRemoteDescription({type: 'answer', sdp: answer});
    this.#prepared = null;
    // What was wished for while there was nothing negotiated to choose from.
    return this.#camera.settle();
  }

  close() {
    this.#connection.close();
  }

  async #offer() {
    await this.#camera.beforeOffer();
    const offer = await this.#connection.createOffer();
    const sdp = allowStereo(offer.sdp ?? '', this.stereo);
    await this.#connection.setLocalDescription({type: 'offer', sdp});
    // Not the local description, which goes on to collect addresses: the server learns ours from the checks that come from them.
    return allowHeader(sdp);
  }

  /**
   * @param {'video' | 'audio'} kind
   * @param {number} count
   */
  #grow(kind, count) {
    const slots = this.#slots[kind];
    const wanted = Math.min(count, MOST_SLOTS[kind]);
    let grown = false;
    for (let i = 0; i < wanted; i++) {
      const slot = slots[i];
      if (slot && isActive(slot)) continue;
      grown = true;
      if (slot) slot.direction = 'recvonly';
      else slots.push(this.#addSlot(kind));
    }
    return grown;
  }

  /** @param {'video' | 'audio'} kind */
  #addSlot(kind) {
    const slot = this.#connection.addTransceiver(kind, {direction: 'recvonly'});
    trimSlot(slot, kind);
    return slot;
  }
}

/** @param {RTCRtpTransceiver} slot */
function isActive(slot) {
  return slot.direction === 'recvonly';
}
