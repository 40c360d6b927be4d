import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SlotTable} from '../../src/protocol/slot-table.js';

/**
 * @param {string} mid
 * @param {number} generation
 * @param {string | null} participant
 * @returns {import('../../src/protocol/messages.js').SlotInfo}
 */
const slot = (mid, generation, participant) => ({mid, generation, participant, source: participant ? 'camera' : null});

test('an assignment is told with what the slot carried before', () => {
  const table = new SlotTable();
  table.apply([slot('2', 1, 'ann')]);
  const changes = table.apply([slot('2', 2, 'bob')]);
  assert.deepEqual(changes.map(({before, now}) => [before?.participant, now.participant]), [['ann', 'bob']]);
});

test('an assignment that was overtaken changes nothing', () => {
  const table = new SlotTable();
  table.apply([slot('2', 5, 'bob')]);
  assert.deepEqual(table.apply([slot('2', 4, 'ann')]), []);
  assert.equal(table.apply([slot('2', 6, null)])[0]?.before?.participant, 'bob');
});

test('an assignment told twice is told once', () => {
  const table = new SlotTable();
  assert.equal(table.apply([slot('2', 1, 'ann')]).length, 1);
  assert.deepEqual(table.apply([slot('2', 1, 'ann')]), []);
});

test('clearances come first, so that a source can move from one slot to another', () => {
  const table = new SlotTable();
  table.apply([slot('3', 1, 'ann')]);
  const changes = table.apply([slot('2', 1, 'ann'), slot('3', 2, null)]);
  assert.deepEqual(changes.map(({now}) => [now.mid, now.participant]), [['3', null], ['2', 'ann']]);
});
