import {canSend, COMMON_CODEC, isNamed, trimCamera} from './codecs.js';
import {cameraEncodings} from './encodings.js';

/** @import {VideoCodec} from './codecs.js' */

/**
 * @typedef {RTCRtpEncodingParameters & {codec?: {mimeType: string}, scalabilityMode?: string}} Encoding with what is younger than the
 *     type library
 */

/** The camera's m-line: sends its picture in several sizes, encoded with the codec that the room wants, as far as this browser can. */
export class CameraSender {
  #transceiver;
  /** @type {VideoCodec} */ #codec = COMMON_CODEC;
  /** @type {VideoCodec} the first of the offer */ #offered = COMMON_CODEC;
  /** @type {MediaTrackSettings | null} */ #captured = null;
  /** @type {Set<string> | null} null: all */ #watched = null;
  #changes = Promise.resolve(false);

  /**
   * @param {RTCPeerConnection} connection
   * @param {MediaStream} stream
   */
  constructor(connection, stream) {
    this.#transceiver = connection.addTransceiver('video', {
      direction: 'sendonly',
      streams: [stream],
      sendEncodings: cameraEncodings(this.#codec),
    });
    trimCamera(this.#transceiver, this.#codec);
  }

  get mid() {
    return this.#transceiver.mid;
  }

  /** @param {VideoCodec} wanted by the room; `settle` is to follow */
  prefer(wanted) {
    this.#codec = canSend(wanted) ? wanted : COMMON_CODEC;
  }

  /** @param {string[]} rids the layers that somebody watches; `settle` is to follow */
  watched(rids) {
    this.#watched = new Set(rids);
  }

  /** The preferred codec comes first in the offer that is made next, and is sent as it should be from the first frame. */
  async beforeOffer() {
    if (this.#offered !== this.#codec) {
      this.#offered = this.#codec;
      trimCamera(this.#transceiver, this.#codec);
    }
    await this.settle();
  }

  /** @param {MediaStreamTrack | null} track */
  async replaceTrack(track) {
    if (track) {
      this.#captured = track.getSettings?.() ?? null;
      // First, so that no layer is begun with that is not wanted.
      await this.settle();
    }
    await this.#transceiver.sender.replaceTrack(track);
  }

  /**
   * Sends as is wanted now: the codec, and the layers that suit what is captured.
   *
   * @returns {Promise<boolean>} false where this browser needs another offer for that
   */
  settle() {
    // One after the other: each change begins with what the one before it left. One that fails (the connection was closed, the browser
    // does not like the layers) leaves what is being sent as it is, which is better than nothing.
    this.#changes = this.#changes.then(() => this.#settle()).catch(() => true);
    return this.#changes;
  }

  async #settle() {
    const {sender} = this.#transceiver;
    const parameters = sender.getParameters();
    const encodings = /** @type {Encoding[]} */ (parameters.encodings ?? []);
    const wanted = cameraEncodings(this.#codec, this.#captured);
    const codec = this.#toSwitchTo(parameters.codecs ?? [], encodings);
    let changed = false;
    for (const encoding of encodings) {
      const target = /** @type {Encoding | undefined} */ (wanted.find(({rid}) => rid === encoding.rid));
      if (!target) continue;
      if (codec) target.codec = codec;
      target.active &&= this.#watched?.has(encoding.rid ?? '') ?? true;
      changed = assign(encoding, target) || changed;
    }
    if (!changed) return true;
    await sender.setParameters(parameters);
    // Browsers that do not know this member pass over it in silence.
    return !codec || /** @type {Encoding[]} */ (sender.getParameters().encodings)[0]?.codec !== undefined;
  }

  /**
   * @param {RTCRtpCodec[]} negotiated the one that is sent if nothing else is said comes first; none before the first answer
   * @param {Encoding[]} encodings
   * @returns {RTCRtpCodec | null} null: it is sent already, or cannot be
   */
  #toSwitchTo(negotiated, encodings) {
    const now = encodings[0]?.codec ?? negotiated[0];
    const mimeType = `video/${this.#codec}`;
    if (!now || isNamed(now, mimeType)) return null;
    return negotiated.find(codec => isNamed(codec, mimeType)) ?? null;
  }
}

/**
 * @param {Encoding} encoding
 * @param {Encoding} target
 * @returns {boolean} whether there was something to change
 */
function assign(encoding, target) {
  let changed = false;
  if (!('scalabilityMode' in target) && encoding.scalabilityMode !== undefined) {
    delete encoding.scalabilityMode;
    changed = true;
  }
  for (const key of /** @type {(keyof Encoding)[]} */ (Object.keys(target))) {
    if (encoding[key] === target[key]) continue;
    Object.assign(encoding, {[key]: target[key]});
    changed = true;
  }
  return changed;
}
