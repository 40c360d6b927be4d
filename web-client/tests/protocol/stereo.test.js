import assert from 'node:assert/strict';
import {test} from 'node:test';
import {allowStereo} from '../../src/protocol/stereo.js';

/**
 * @param {string} direction
 * @param {string} [parameters]
 */
const audio = (direction, parameters = 'minptime=10;useinbandfec=1') =>
  `m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\na=${direction}\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n` +
  `a=rtpmap:111 opus/48000/2\r\na=fmtp:111 ${parameters}\r\n`;
const START = 'v=0\r\ns=-\r\n';
const VIDEO = 'm=video 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\na=rtpmap:111 VP8/90000\r\na=fmtp:111 x=1\r\n';

test('slots may play stereo, the microphone stays as it is', () => {
  const sdp = START + VIDEO + audio('sendonly') + audio('recvonly') + audio('inactive');
  const stereo = 'minptime=10;useinbandfec=1;stereo=1';
  assert.equal(allowStereo(sdp, false), START + VIDEO + audio('sendonly') + audio('recvonly', stereo) + audio('inactive', stereo));
});

test('a microphone that shall be stereo says so', () => {
  assert.equal(allowStereo(START + audio('sendonly'), true), START + audio('sendonly', 'minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1'));
});

test('what is said already is not said again', () => {
  const firefox = START + audio('recvonly', 'maxplaybackrate=48000;stereo=1;useinbandfec=1');
  assert.equal(allowStereo(firefox, false), firefox);
  const once = allowStereo(START + audio('sendonly'), true);
  assert.equal(allowStereo(once, true), once);
});

test('a section without Opus is left alone', () => {
  const sdp = 'm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=recvonly\r\na=fmtp:111 x=1\r\n';
  assert.equal(allowStereo(sdp, true), sdp);
});
