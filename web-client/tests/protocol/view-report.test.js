import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {ViewReport} from '../../src/protocol/view-report.js';
import {installFakes} from './fakes.js';

/** @import {ViewTile} from '../../src/protocol/view-report.js' */

const clock = installFakes();
/** @type {ViewTile[][]} */ let told = [];
let heard = true;
/** @type {ViewReport} */ let report;

beforeEach(() => {
  told = [];
  heard = true;
  report = new ViewReport(tiles => heard && told.push(tiles) > 0);
});

/**
 * @param {string} participant
 * @param {number} [width]
 * @returns {ViewTile}
 */
const tile = (participant, width = 320) => ({participant, source: 'camera', width, height: 180});

test('what is shown first is told at once', () => {
  report.show([tile('ann'), {...tile('bob'), pinned: true}]);
  assert.deepEqual(told, [[tile('ann'), {...tile('bob'), pinned: true}]]);
});

test('changes in quick succession are told four times a second, the last one always', async () => {
  for (let width = 1; width <= 100; width++) {
    report.show([tile('ann', width)]);
    await clock.advance(10);
  }
  await clock.advance(1_000);
  assert.deepEqual(told.map(([first]) => first?.width), [1, 25, 50, 75, 100]);
});

test('what did not change is not told again', async () => {
  report.show([tile('ann')]);
  await clock.advance(1_000);
  report.show([tile('ann')]);
  report.show([{...tile('ann'), width: 320.2, pinned: false}]);
  await clock.advance(1_000);
  assert.equal(told.length, 1);
});

test('that nothing is shown is told, too', () => {
  report.show([]);
  assert.deepEqual(told, [[]]);
});

test('before anything was shown there is nothing to repeat', () => {
  report.repeat();
  assert.deepEqual(told, []);
});

test('it is said again to a server that may not have heard it', async () => {
  report.show([tile('ann')]);
  report.repeat();
  assert.deepEqual(told, [[tile('ann')], [tile('ann')]]);
  heard = false;
  report.stop();
  report.show([tile('bob')]);
  await clock.advance(1_000);
  heard = true;
  report.repeat();
  assert.deepEqual(told.at(-1), [tile('bob')]);
});

test('a message stays within its bounds', () => {
  report.show(Array.from({length: 80}, (_, i) => ({...tile(`p${i}`), width: i === 0 ? 0 : i === 1 ? 1e9 : 99.6})));
  assert.equal(told[0]?.length, 64);
  assert.deepEqual(told[0]?.slice(0, 3).map(({width}) => width), [1, 65_535, 100]);
});
