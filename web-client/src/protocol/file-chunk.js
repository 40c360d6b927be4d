/** A message of a file has at most 16 KiB: its place in the file, 8 bytes, and what stands there. */
const MESSAGE_BYTES = 16 * 1024;
const OFFSET_BYTES = 8;

/** Of the file's, in one message. All but the last are that long. */
export const MAX_CHUNK_BYTES = MESSAGE_BYTES - OFFSET_BYTES;

/** The largest file, in bytes: it is kept in memory until it is saved. */
export const MOST_FILE_BYTES = 512 * 1024 * 1024;

/**
 * @param {number} offset in the file
 * @param {Uint8Array} bytes
 */
export function writeChunk(offset, bytes) {
  const message = new Uint8Array(OFFSET_BYTES + bytes.length);
  new DataView(message.buffer).setBigUint64(0, BigInt(offset));
  message.set(bytes, OFFSET_BYTES);
  return message;
}

/**
 * @param {string | ArrayBuffer} message
 * @param {number} size of the file
 * @returns {{number: number, bytes: Uint8Array<ArrayBuffer>} | null} null if it is not a chunk of such a file
 */
export function readChunk(message, size) {
  if (typeof message === 'string' || message.byteLength <= OFFSET_BYTES) return null;
  const offset = Number(new DataView(message).getBigUint64(0));
  const bytes = new Uint8Array(message, OFFSET_BYTES);
  const isWhole = offset % MAX_CHUNK_BYTES === 0 && bytes.length === Math.min(MAX_CHUNK_BYTES, size - offset);
  return isWhole ? {number: offset / MAX_CHUNK_BYTES, bytes} : null;
}

/** @param {Blob} blob */
export async function sha256(blob) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
