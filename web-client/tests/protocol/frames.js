/**
 * A message as the server forwards it.
 *
 * @param {string} from
 * @param {string | Uint8Array} message
 * @param {{flags?: number, at?: number}} [options]
 */
export function frame(from, message, {flags, at = 1_700_000_000_000} = {}) {
  const body = typeof message === 'string' ? new TextEncoder().encode(message) : message;
  const bytes = new Uint8Array(24 + body.length);
  bytes[0] = 1;
  bytes[1] = flags ?? (typeof message === 'string' ? 1 : 0);
  bytes.set(new TextEncoder().encode(from), 4);
  new DataView(bytes.buffer).setBigUint64(16, BigInt(at));
  bytes.set(body, 24);
  return bytes.buffer;
}
