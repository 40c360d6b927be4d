import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LineQuality} from '../../src/page/line-quality.js';

const GOOD = {loss: 0.01, roundTripMs: 40, short: false};

/**
 * @param {LineQuality} quality
 * @param {import('../../src/page/line-quality.js').Look} look
 * @param {number} times
 */
const verdicts = (quality, look, times) => Array.from({length: times}, () => quality.add(look));

for (const [what, bad] of /** @type {[string, object][]} */ ([
  ['loss', {loss: 0.1}],
  ['a long way', {roundTripMs: 700}],
  ['pictures held back', {short: true}],
])) {
  test(`${what}: said of the third bad look in a row, and taken back as slowly`, () => {
    const quality = new LineQuality();
    assert.deepEqual(verdicts(quality, {...GOOD, ...bad}, 3), [false, false, true]);
    assert.deepEqual(verdicts(quality, GOOD, 3), [true, true, false]);
  });
}

test('a bad moment now and then is none', () => {
  const quality = new LineQuality();
  for (let i = 0; i < 10; i++) {
    assert.deepEqual(verdicts(quality, {...GOOD, loss: 0.5}, 2), [false, false]);
    assert.equal(quality.add({...GOOD, roundTripMs: null}), false);
  }
});
