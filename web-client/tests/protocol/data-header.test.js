import assert from 'node:assert/strict';
import {test} from 'node:test';
import {allowHeader, HEADER_LENGTH, readFrame} from '../../src/protocol/data-header.js';
import {frame} from './frames.js';

test('a message is parted from its header', () => {
  const read = readFrame(frame('ann', 'grüße', {flags: 0x03, at: 1_700_000_000_123}));
  assert.deepEqual(read, {from: 'ann', at: new Date(1_700_000_000_123), isPrivate: true, isKept: false, notice: 0, data: 'grüße'});
});

test('bytes stay bytes, and may be none', () => {
  const read = readFrame(frame('abcdefghijkl', new Uint8Array([1, 2, 3]), {flags: 0x04}));
  assert.equal(read?.from, 'abcdefghijkl');
  assert.equal(read?.isKept, true);
  assert.deepEqual(new Uint8Array(/** @type {ArrayBuffer} */ (read?.data)), new Uint8Array([1, 2, 3]));
  assert.equal(/** @type {ArrayBuffer} */ (readFrame(frame('ann', new Uint8Array(0)))?.data).byteLength, 0);
});

test('what the server says of the channel is no message', () => {
  assert.equal(readFrame(frame('', new Uint8Array([1]), {flags: 0x80}))?.notice, 1);
});

test('anything else is passed over', () => {
  const other = new Uint8Array(frame('ann', 'hi'));
  other[0] = 2;
  for (const message of ['text', new ArrayBuffer(HEADER_LENGTH - 1), other.buffer, null]) assert.equal(readFrame(message), null);
});

test('an offer says that there is room for the header, and nothing else changes', () => {
  const sdp = (/** @type {number} */ size) => `v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=max-message-size:${size}\r\na=sctp-port:5000\r\n`;
  assert.equal(allowHeader(sdp(262_144)), sdp(262_168));
  assert.equal(allowHeader(sdp(0)), sdp(0));
  assert.equal(allowHeader(sdp(1_073_741_823)), sdp(1_073_741_823));
  assert.equal(allowHeader('v=0\r\n'), 'v=0\r\n');
});
