/** @import {ParticipantInfo, ParticipantState, Source, TrackInfo} from './messages.js' */

/**
 * What has to be presented before a picture may be shown: the first frame of the source that a slot was given to. Until then the
 * slot still shows whoever had it before.
 *
 * @typedef {object} Fresh
 * @property {number} generation of the assignment
 * @property {number | null} rtpTimestamp show frames at or after this one (see `atOrAfter`); null: any frame presented from now on
 * @property {number | null} sourceId in the CSRC list of every packet of this source
 */

/** One source of a remote participant as it arrives here. */
export class RemoteMedia {
  /** The same for as long as the participant stays; its track comes and goes. */
  stream = new MediaStream();
  /** @type {RTCRtpReceiver | null} null while no slot carries this source */
  receiver = null;
  /** @type {Fresh | null} */
  fresh = null;
  /** Whether the server holds it back for now, because the path here does not carry it. */
  paused = false;

  /** @param {Source} source */
  constructor(source) {
    this.source = source;
  }

  /**
   * A slot carries this source from now on.
   *
   * @param {RTCRtpReceiver} receiver
   * @param {Fresh} fresh
   */
  attach(receiver, fresh) {
    this.fresh = fresh;
    if (this.receiver === receiver) return;
    this.detach();
    this.fresh = fresh;
    this.receiver = receiver;
    this.stream.addTrack(receiver.track);
  }

  /** No slot carries this source any longer. */
  detach() {
    if (this.receiver) this.stream.removeTrack(this.receiver.track);
    this.receiver = null;
    this.fresh = null;
    this.paused = false;
  }
}

/** Somebody else in the room. */
export class Participant {
  /** @type {string} */ name = '';
  /** @type {ParticipantState} */ state = 'connecting';
  /** @type {readonly TrackInfo[]} */ tracks = [];
  /** Whether chat reaches them over a data channel. */
  hasData = false;
  /** @type {Map<Source, RemoteMedia>} */ #media = new Map();

  /** @param {ParticipantInfo} info */
  constructor(info) {
    this.id = info.id;
    this.update(info);
  }

  /** @param {ParticipantInfo} info */
  update({name, state, tracks, data = false}) {
    this.name = name;
    this.state = state;
    this.tracks = tracks;
    this.hasData = data;
  }

  /**
   * Whether this source is published and not muted.
   *
   * @param {Source} source
   */
  isOn(source) {
    return this.tracks.some(track => track.source === source && !track.muted);
  }

  /**
   * @param {Source} source
   * @returns {RemoteMedia} the same object each time
   */
  media(source) {
    let media = this.#media.get(source);
    if (!media) this.#media.set(source, (media = new RemoteMedia(source)));
    return media;
  }

  /** Nothing of this participant arrives any longer. */
  detach() {
    for (const media of this.#media.values()) media.detach();
  }
}
