import assert from 'node:assert/strict';
import {test} from 'node:test';
import {atOrAfter} from '../../src/protocol/rtp-time.js';

for (const [a, b, expected] of /** @type {[number, number, boolean][]} */ ([
  [5, 5, true],
  [6, 5, true],
  [5, 6, false],
  [0, 0xffffffff, true],
  [0xffffffff, 0, false],
  [0x7fffffff, 0, true],
  [0x80000000, 0, false],
  [90_000, 0xfffffff0, true],
])) {
  test(`${a} is ${expected ? '' : 'not '}at or after ${b}`, () => assert.equal(atOrAfter(a, b), expected));
}
