import assert from 'node:assert/strict';
import {test} from 'node:test';
import {wantedCodecs} from '../../src/protocol/codecs.js';

/** @param {{mimeType: string, sdpFmtpLine?: string}[]} codecs */
const names = codecs => wantedCodecs(codecs).map(({mimeType, sdpFmtpLine}) => mimeType + (sdpFmtpLine ? ` ${sdpFmtpLine}` : ''));

test('of the video codecs one profile each is offered, and their retransmission', () => {
  assert.deepEqual(
    names([
      {mimeType: 'video/VP8'},
      {mimeType: 'video/rtx'},
      {mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0'},
      {mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=2'},
      {mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f'},
      {mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f'},
      {mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f'},
      {mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=64001f'},
      {mimeType: 'video/AV1', sdpFmtpLine: 'level-idx=5;profile=0;tier=0'},
      {mimeType: 'video/AV1', sdpFmtpLine: 'level-idx=5;profile=1;tier=0'},
      {mimeType: 'video/red'},
      {mimeType: 'video/ulpfec'},
      {mimeType: 'video/flexfec-03', sdpFmtpLine: 'repair-window=10000000'},
    ]),
    [
      'video/VP8',
      'video/rtx',
      'video/VP9 profile-id=0',
      'video/H264 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
      'video/AV1 level-idx=5;profile=0;tier=0',
    ],
  );
});

test('a codec without parameters has the default profile', () => {
  assert.deepEqual(names([{mimeType: 'video/VP9'}, {mimeType: 'video/AV1'}]), ['video/VP9', 'video/AV1']);
});

test('of the audio codecs Opus is offered, plain and with redundancy', () => {
  assert.deepEqual(
    names([
      {mimeType: 'audio/opus', sdpFmtpLine: 'minptime=10;useinbandfec=1'},
      {mimeType: 'audio/red', sdpFmtpLine: '111/111'},
      {mimeType: 'audio/G722'},
      {mimeType: 'audio/PCMU'},
      {mimeType: 'audio/CN'},
      {mimeType: 'audio/telephone-event'},
    ]),
    ['audio/opus minptime=10;useinbandfec=1', 'audio/red 111/111'],
  );
});
