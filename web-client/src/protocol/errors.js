/**
 * What went wrong, with a code to decide by and a sentence to read. The code is the server's (`room-full`, `bad-name`, …, see
 * PROTOCOL.md) or one of the client's own:
 *
 * - `unreachable`: the server could not be reached
 * - `connection-lost`: the connection went away before the answer came
 * - `timeout`: the server did not answer in time
 * - `bad-answer`: the server's answer makes no sense to this client
 * - `too-large`: a message is longer than can be sent
 * - `unknown-participant`: whom it was meant for is not in the room
 * - `channel-closed`: the data channel was closed
 * - `left`: the room was left before the answer came
 */
export class MeshlessError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'MeshlessError';
    this.code = code;
  }
}
