/** The header that stands before every message the server sends on a data channel; PROTOCOL.md draws it. */

/** The label of the room's chat, whose messages the server keeps for those who come later; ordered and reliable. */
export const CHAT = 'chat';

/** In bytes. */
export const HEADER_LENGTH = 24;

/** The longest message, in bytes, without the header. */
export const MOST_BYTES = 256 * 1024;

const VERSION = 1;
const TEXT = 0x01;
const PRIVATE = 0x02;
const KEPT = 0x04;
const NOTICE = 0x80;
const SENDER = 4;
const TIME = 16;

/**
 * @typedef {object} DataFrame
 * @property {string} from the sender's id; empty in a notice
 * @property {Date} at when the server had it
 * @property {boolean} isPrivate sent to us alone
 * @property {boolean} isKept sent before we came
 * @property {number} notice what the server has to say of the channel, or 0
 * @property {string | ArrayBuffer} data
 */

/**
 * @param {unknown} message as it arrived
 * @returns {DataFrame | null} null if no server of this protocol sent it
 */
export function readFrame(message) {
  if (!(message instanceof ArrayBuffer) || message.byteLength < HEADER_LENGTH) return null;
  const view = new DataView(message);
  if (view.getUint8(0) !== VERSION) return null;
  const flags = view.getUint8(1);
  const id = new Uint8Array(message, SENDER, TIME - SENDER);
  const end = id.indexOf(0);
  const body = message.slice(HEADER_LENGTH);
  return {
    from: new TextDecoder().decode(end < 0 ? id : id.subarray(0, end)),
    at: new Date(Number(view.getBigUint64(TIME))),
    isPrivate: (flags & PRIVATE) !== 0,
    isKept: (flags & KEPT) !== 0,
    notice: flags & NOTICE ? (new Uint8Array(body)[0] ?? 0) : 0,
    data: flags & TEXT ? new TextDecoder().decode(body) : body,
  };
}

/**
 * Makes an offer say that we take the longest message with a header before it. Browsers do, and say a little less.
 *
 * @param {string} sdp
 */
export function allowHeader(sdp) {
  return sdp.replace(/^(a=max-message-size:)(\d+)/m, (_, name, size) => {
    const most = Number(size);
    return name + (most === 0 || most >= MOST_BYTES + HEADER_LENGTH ? size : most + HEADER_LENGTH);
  });
}
