import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {PathWatch} from '../../src/protocol/path-watch.js';
import {installFakes} from './fakes.js';

const clock = installFakes();
/** @type {string[]} */ let done = [];
/** @type {PathWatch} */ let watch;

beforeEach(() => {
  done = [];
  watch = new PathWatch(() => done.push('restart'), () => done.push('start over'));
});

test('a path that heals by itself is left alone', async () => {
  watch.onState('disconnected');
  await clock.advance(2_900);
  watch.onState('connected');
  await clock.advance(60_000);
  assert.deepEqual(done, []);
});

test('a path that stays broken is replaced', async () => {
  watch.onState('disconnected');
  await clock.advance(3_000);
  assert.deepEqual(done, ['restart']);
});

test('a path that has failed is replaced at once', () => {
  watch.onState('failed');
  assert.deepEqual(done, ['restart']);
});

test('where a new path does not help, all is begun anew', async () => {
  watch.onState('failed');
  watch.onState('connecting');
  await clock.advance(9_900);
  assert.deepEqual(done, ['restart']);
  await clock.advance(100);
  assert.deepEqual(done, ['restart', 'start over']);
});

test('a new path that breaks while it is made does not get its time twice', async () => {
  watch.onState('failed');
  await clock.advance(8_000);
  watch.onState('disconnected');
  await clock.advance(2_000);
  assert.deepEqual(done, ['restart', 'start over']);
});

test('each trouble gets its own new path', () => {
  watch.onState('failed');
  watch.onState('connected');
  watch.onState('failed');
  assert.deepEqual(done, ['restart', 'restart']);
});

test('nothing is done once it was told to stop', async () => {
  watch.onState('disconnected');
  watch.stop();
  await clock.advance(60_000);
  assert.deepEqual(done, []);
});

test('a server that hears nothing is believed more than the browser', async () => {
  watch.onState('connected');
  watch.onSilent();
  watch.onState('connected');
  await clock.advance(1_500);
  assert.deepEqual(done, ['restart']);
});

test('a server that hears us again ends the trouble, before a new path and after', async () => {
  watch.onSilent();
  await clock.advance(1_000);
  watch.onHeard();
  await clock.advance(60_000);
  assert.deepEqual(done, []);
  watch.onSilent();
  await clock.advance(2_000);
  watch.onHeard();
  await clock.advance(60_000);
  assert.deepEqual(done, ['restart']);
});

test('a path that breaks while the server is silent is not given more time', async () => {
  watch.onSilent();
  await clock.advance(1_000);
  watch.onState('disconnected');
  await clock.advance(500);
  assert.deepEqual(done, ['restart']);
});
