import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cameraEncodings} from '../../src/protocol/encodings.js';

/** @import {VideoCodec} from '../../src/protocol/codecs.js' */

/** @param {{width?: number, height?: number} | null} [captured] */
const sent = captured =>
  cameraEncodings('VP8', captured).filter(({active}) => active).map(({rid, scaleResolutionDownBy}) => `${rid}/${scaleResolutionDownBy}`).join(' ');

test('three layers, small to large', () => {
  assert.deepEqual(
    cameraEncodings('VP8', null).map(({rid, scaleResolutionDownBy}) => [rid, scaleResolutionDownBy]),
    [['l', 4], ['m', 2], ['h', 1]],
  );
});

const [THREE, TWO, ONE] = ['l/4 m/2 h/1', 'l/2 m/1', 'l/1'];
for (const [width, height, layers] of /** @type {[number, number, string][]} */ ([
  [1920, 1080, THREE], [1280, 720, THREE], [720, 1280, THREE], [960, 540, THREE], [956, 536, THREE],
  [640, 480, TWO], [640, 360, TWO], [480, 270, TWO], [320, 240, ONE], [320, 180, ONE], [180, 320, ONE], [64, 64, ONE],
])) {
  test(`of ${width} × ${height} are sent ${layers}`, () => assert.equal(sent({width, height}), layers));
}

test('a picture of unknown size is taken for a usual one', () => {
  for (const captured of [null, undefined, {}, {width: 640}, {width: 0, height: 0}]) assert.equal(sent(captured), THREE);
});

test('layers cost what they are worth', () => {
  const kbps = (/** @type {VideoCodec} */ codec) => cameraEncodings(codec, {width: 1280, height: 720}).map(({maxBitrate = 0}) => maxBitrate / 1_000);
  assert.deepEqual(kbps('VP8'), [212, 599, 1695]);
  assert.deepEqual(kbps('H264'), kbps('VP8'));
  assert.deepEqual(kbps('AV1'), [148, 420, 1187]);
  const [, , huge] = cameraEncodings('VP8', {width: 3840, height: 2160});
  assert.equal(huge?.maxBitrate, 3_000_000);
});

test('the largest layer of a small picture costs what the picture is worth', () => {
  assert.deepEqual(cameraEncodings('VP8', {width: 640, height: 360}).map(({maxBitrate = 0}) => maxBitrate / 1_000), [212, 599, 599]);
});

test('VP9 and AV1 say on every layer that it is one, VP8 and H264 need not', () => {
  const modes = (/** @type {VideoCodec} */ codec) => cameraEncodings(codec).map(({scalabilityMode}) => scalabilityMode);
  for (const codec of /** @type {VideoCodec[]} */ (['VP9', 'AV1'])) assert.deepEqual(modes(codec), ['L1T3', 'L1T3', 'L1T3']);
  for (const codec of /** @type {VideoCodec[]} */ (['VP8', 'H264'])) assert.deepEqual(modes(codec), [undefined, undefined, undefined]);
});
