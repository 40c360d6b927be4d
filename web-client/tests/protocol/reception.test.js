import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ReceptionMeter} from '../../src/protocol/meshless.js';

/** @param {object[]} reports */
const receiver = (...reports) => /** @type {any} */ ({getStats: async () => new Map(reports.map((report, i) => [`${i}`, report]))});

const PATH = [
  {type: 'transport', id: 'T', selectedCandidatePairId: 'P2'},
  {type: 'candidate-pair', id: 'P1', nominated: true, state: 'succeeded', currentRoundTripTime: 9},
  {type: 'candidate-pair', id: 'P2', nominated: true, state: 'succeeded', currentRoundTripTime: 0.025},
];
const FIRST = {type: 'inbound-rtp', id: 'I', timestamp: 1_000, packetsReceived: 100, packetsLost: 5, bytesReceived: 1_000, framesDecoded: 10, codecId: 'C'};
const SECOND = {
  ...FIRST, timestamp: 3_000, packetsReceived: 190, packetsLost: 15, bytesReceived: 101_000, framesDecoded: 70, frameWidth: 640, frameHeight: 360,
};
const CODEC = {type: 'codec', id: 'C', mimeType: 'video/VP8'};

test('what changed between two looks is told per second', async () => {
  const meter = new ReceptionMeter();
  const reports = [FIRST, CODEC, ...PATH];
  const one = receiver(...reports);
  assert.equal(await meter.look(one), null);
  one.getStats = async () => new Map([SECOND, CODEC, ...PATH].map((report, i) => [`${i}`, report]));
  assert.deepEqual(await meter.look(one), {
    width: 640, height: 360, framesPerSecond: 30, bitsPerSecond: 400_000, loss: 0.1, roundTripMs: 25, codec: 'VP8',
  });
});

test('another slot, and one without a packet, begin anew', async () => {
  const meter = new ReceptionMeter();
  await meter.look(receiver(FIRST));
  assert.equal(await meter.look(receiver(SECOND)), null);
  assert.equal(await meter.look(receiver()), null);
});

test('counters that went back count as nothing, and what is not known is not made up', async () => {
  const meter = new ReceptionMeter();
  const one = receiver(SECOND);
  await meter.look(one);
  one.getStats = async () => new Map([['0', {...FIRST, timestamp: 4_000}]]);
  assert.deepEqual(await meter.look(one), {width: 0, height: 0, framesPerSecond: 0, bitsPerSecond: 0, loss: 0, roundTripMs: null, codec: ''});
});
