import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {watchWaking} from '../../src/page/wakefulness.js';

const real = {document: globalThis.document, addEventListener: globalThis.addEventListener, setInterval, clearInterval, now: Date.now};
const page = new EventTarget();
const tree = new EventTarget();
/** @type {(() => void) | null} */ let tick = null;
let now = 0;
let woke = 0;
let closed = new AbortController();

beforeEach(() => {
  [now, woke, closed] = [1_000_000, 0, new AbortController()];
  Object.assign(globalThis, {
    document: tree,
    addEventListener: page.addEventListener.bind(page),
    setInterval: (/** @type {() => void} */ run) => (tick = run),
    clearInterval: () => (tick = null),
  });
  Date.now = () => now;
  watchWaking(() => woke++, closed.signal);
});

afterEach(() => {
  closed.abort();
  Date.now = real.now;
  Object.assign(globalThis, real);
});

/** @param {number} ms */
function pass(ms) {
  now += ms;
  tick?.();
}

test('a clock that goes as it should is no reason to look', () => {
  for (let i = 0; i < 100; i++) pass(2_000);
  // A page in the background is called less often.
  pass(11_000);
  assert.equal(woke, 0);
});

test('a clock that jumped means that the machine slept', () => {
  pass(2_000);
  pass(60_000);
  assert.equal(woke, 1);
  pass(2_000);
  assert.equal(woke, 1);
});

test('so do a page that was frozen, and a network that is back', () => {
  tree.dispatchEvent(new Event('resume'));
  page.dispatchEvent(new Event('online'));
  page.dispatchEvent(Object.assign(new Event('pageshow'), {persisted: true}));
  assert.equal(woke, 3);
  page.dispatchEvent(Object.assign(new Event('pageshow'), {persisted: false}));
  assert.equal(woke, 3);
});

test('once the room was left nobody looks any more', () => {
  closed.abort();
  page.dispatchEvent(new Event('online'));
  assert.deepEqual([woke, tick], [0, null]);
});
