import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Backoff} from '../../src/protocol/backoff.js';

test('delays double up to the cap', () => {
  const backoff = new Backoff({firstMs: 500, capMs: 3_000, random: () => 1});
  assert.deepEqual([1, 2, 3, 4, 5].map(() => backoff.next()), [500, 1_000, 2_000, 3_000, 3_000]);
});

test('a delay is at least half of what it could be', () => {
  const backoff = new Backoff({firstMs: 500, random: () => 0});
  assert.deepEqual([backoff.next(), backoff.next()], [250, 500]);
});

test('what the server asked for comes on top', () => {
  const backoff = new Backoff({firstMs: 500, random: () => 1});
  assert.equal(backoff.next(4_000), 4_500);
});

test('success begins anew', () => {
  const backoff = new Backoff({firstMs: 500, random: () => 1});
  backoff.next();
  backoff.next();
  assert.equal(backoff.attempt, 2);
  backoff.reset();
  assert.equal(backoff.attempt, 0);
  assert.equal(backoff.next(), 500);
});

test('the thousandth delay is still the cap', () => {
  const backoff = new Backoff({capMs: 10_000, random: () => 1});
  for (let i = 0; i < 1_100; i++) backoff.next();
  assert.equal(backoff.next(), 10_000);
});
