import assert from 'node:assert/strict';
import {test} from 'node:test';
import {order} from '../../src/page/dom.js';

/** As much of a parent as matters here; counts what is moved. */
class Parent {
  moves = 0;

  /** @param {string} children */
  constructor(children) {
    this.children = [...children];
  }

  /** @param {string} child */
  append(child) {
    this.insertBefore(child, null);
  }

  /**
   * @param {string} child
   * @param {string | null} before
   */
  insertBefore(child, before) {
    this.moves++;
    this.children = this.children.filter(other => other !== child);
    this.children.splice(before === null ? this.children.length : this.children.indexOf(before), 0, child);
  }
}

for (const [from, to, moves] of /** @type {[string, string, number][]} */ ([
  ['abcdef', 'abcdef', 0],
  ['abcdef', 'abdefc', 1],
  ['abcdef', 'aebcdf', 1],
  ['abcdef', 'bcdefa', 1],
  ['abcdef', 'fabcde', 1],
  ['abcdef', 'acbdef', 2],
  ['', 'ab', 2],
])) {
  test(`${from || 'nothing'} becomes ${to} in ${moves} moves`, () => {
    const parent = new Parent(from);
    order(/** @type {any} */ (parent), /** @type {any} */ ([...to]));
    assert.equal(parent.children.join(''), to);
    assert.equal(parent.moves, moves);
  });
}

test('any order becomes any other', () => {
  let seed = 7;
  const random = (/** @type {number} */ below) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % below;
  for (let round = 0; round < 500; round++) {
    const to = [...'abcdefghij'].sort(() => random(3) - 1);
    const parent = new Parent('abcdefghij');
    order(/** @type {any} */ (parent), /** @type {any} */ (to));
    assert.deepEqual(parent.children, to);
  }
});
