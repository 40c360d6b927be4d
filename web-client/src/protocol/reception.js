/**
 * How a source arrives, between one look and the next.
 *
 * @typedef {object} Reception
 * @property {number} width of the picture, in pixels; 0 for sound
 * @property {number} height
 * @property {number} framesPerSecond decoded
 * @property {number} bitsPerSecond payloads alone
 * @property {number} loss 0…1, of the packets that should have come; those sent again in time count as come
 * @property {number | null} roundTripMs to the server
 * @property {string} codec without `video/` or `audio/`
 */

/** Measures what one receiver gets, from the counters of `getStats`. The first look only begins. */
export class ReceptionMeter {
  /** @type {RTCRtpReceiver | null} */ #receiver = null;
  /** @type {any} */ #before = null;

  /**
   * @param {RTCRtpReceiver} receiver
   * @returns {Promise<Reception | null>} null: nothing came yet, or this was the first look
   */
  async look(receiver) {
    const reports = [...(await receiver.getStats()).values()];
    const now = reports.find(({type}) => type === 'inbound-rtp');
    const before = this.#receiver === receiver && this.#before?.id === now?.id ? this.#before : null;
    this.#receiver = receiver;
    this.#before = now;
    return now && before ? reception(before, now, reports) : null;
  }
}

/**
 * @param {any} before
 * @param {any} now
 * @param {any[]} reports
 * @returns {Reception | null}
 */
function reception(before, now, reports) {
  const seconds = (now.timestamp - before.timestamp) / 1000;
  if (!(seconds > 0)) return null;
  const grown = (/** @type {string} */ counter) => Math.max(0, (now[counter] ?? 0) - (before[counter] ?? 0));
  const expected = grown('packetsReceived') + grown('packetsLost');
  return {
    width: now.frameWidth ?? 0,
    height: now.frameHeight ?? 0,
    framesPerSecond: grown('framesDecoded') / seconds,
    bitsPerSecond: (grown('bytesReceived') * 8) / seconds,
    loss: expected > 0 ? grown('packetsLost') / expected : 0,
    roundTripMs: roundTripMs(reports),
    codec: reports.find(({id}) => id === now.codecId)?.mimeType?.replace(/^.*\//, '') ?? '',
  };
}

/**
 * Of the path in use.
 *
 * @param {any[]} reports
 * @returns {number | null}
 */
export function roundTripMs(reports) {
  const selected = reports.find(({type}) => type === 'transport')?.selectedCandidatePairId;
  const pair = reports.find(({type, id, nominated, state}) => type === 'candidate-pair' && (selected ? id === selected : nominated && state === 'succeeded'));
  return pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000;
}
