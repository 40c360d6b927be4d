import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inOrder, pageOf, PER_PAGE, swipe} from '../../src/page/paging.js';

const none = () => false;

test('people with a picture come first, either kind as they came', () => {
  assert.deepEqual(inOrder(['a', 'B', 'c', 'D'], 'me', name => name === name.toUpperCase()), ['B', 'D', 'a', 'c', 'me']);
});

test('oneself comes last, on the first page', () => {
  const others = Array.from({length: 79}, (_, i) => `p${i}`);
  assert.equal(inOrder(others, 'me', none).indexOf('me'), 24);
  assert.equal(inOrder(others.slice(0, 24), 'me', none).indexOf('me'), 24);
  assert.equal(inOrder(others.slice(0, 3), 'me', none).indexOf('me'), 3);
  assert.deepEqual(inOrder([], 'me', none), ['me']);
});

test('a guest from a later page takes the last place before oneself, and one of the first page keeps its own', () => {
  const others = Array.from({length: 79}, (_, i) => `p${i}`);
  const visited = inOrder(others, 'me', none, 'p50');
  assert.deepEqual([visited[23], visited[24], visited[25], visited.length, new Set(visited).size], ['p50', 'me', 'p23', 80, 80]);
  assert.deepEqual(inOrder(others, 'me', none, 'p7'), inOrder(others, 'me', none));
});

for (const [count, wanted, page, pages, start, end] of /** @type {number[][]} */ ([
  [1, 0, 0, 1, 0, 1],
  [25, 0, 0, 1, 0, 25],
  [26, 0, 0, 2, 0, 25],
  [26, 1, 1, 2, 25, 26],
  [80, 1, 1, 4, 25, 50],
  [80, 3, 3, 4, 75, 80],
  [80, 9, 3, 4, 75, 80],
  [80, -1, 0, 4, 0, 25],
  [25, 3, 0, 1, 0, 25],
])) {
  test(`of ${count} people page ${wanted} shows those from ${start} to ${end}`, () => {
    assert.deepEqual(pageOf(count ?? 0, wanted ?? 0), {page, pages, start, end});
  });
}

test('as many stand on a page as the server sends', () => assert.equal(PER_PAGE, 25));

test('a finger that goes left brings the next page, right the one before, up and down none', () => {
  const from = {x: 200, y: 200};
  assert.equal(swipe(from, {x: 120, y: 210}), 1);
  assert.equal(swipe(from, {x: 280, y: 190}), -1);
  assert.equal(swipe(from, {x: 160, y: 200}), 0);
  assert.equal(swipe(from, {x: 130, y: 260}), 0);
  assert.equal(swipe(from, {x: 200, y: 400}), 0);
});
