import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Comings, sentence} from '../../src/page/comings.js';
import {installFakes} from '../protocol/fakes.js';

const clock = installFakes();

for (const [names, expected] of /** @type {[string[], string][]} */ ([
  [['Ann'], 'Ann is here.'],
  [['Ann', 'Bo'], 'Ann and Bo are here.'],
  [['Ann', 'Bo', 'Cy'], 'Ann, Bo and one more are here.'],
  [['Ann', 'Bo', 'Cy', 'Di', 'Ed'], 'Ann, Bo and 3 more are here.'],
])) {
  test(expected, () => assert.equal(sentence(names, 'is here', 'are here'), expected));
}

test('who comes with others is told with them, who goes apart', async () => {
  /** @type {string[]} */ const told = [];
  const comings = new Comings(message => told.push(message), new AbortController().signal);
  comings.came('Ann');
  comings.went('Bo', false);
  comings.came('Cy');
  comings.went('Di', true);
  assert.deepEqual(told, []);
  await clock.advance(600);
  assert.deepEqual(told, ['Ann and Cy are here.', 'Bo has left.', 'Di has lost the connection.']);
  comings.came('Ed');
  await clock.advance(600);
  assert.equal(told[3], 'Ed is here.');
});

test('once the room was left nothing is told', async () => {
  const left = new AbortController();
  /** @type {string[]} */ const told = [];
  new Comings(message => told.push(message), left.signal).came('Ann');
  left.abort();
  await clock.advance(10_000);
  assert.deepEqual(told, []);
});
