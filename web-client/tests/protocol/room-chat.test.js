import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Emitter} from '../../src/protocol/emitter.js';
import {RoomChat} from '../../src/protocol/room-chat.js';
import {installFakes, settle} from './fakes.js';

const clock = installFakes();

/**
 * A channel in the hands of a test.
 *
 * @extends {Emitter<any>}
 */
class FakeData extends Emitter {
  isOpen = true;
  /** @type {any[]} */ sent = [];

  /**
   * @param {string} text
   * @param {{to?: string}} options
   */
  async send(text, {to}) {
    this.sent.push({text, to});
  }

  /**
   * @param {string} from
   * @param {object | string} said
   * @param {object} [more]
   */
  receive(from, said, more) {
    const data = typeof said === 'string' ? said : JSON.stringify(said);
    this.emit('message', {from: {id: from, name: from === 'ann' ? 'Ann' : ''}, data, at: new Date(5), isPrivate: false, isKept: false, ...more});
  }
}

/** @param {Record<string, boolean>} others whether data reaches them */
function chatWith(others) {
  const data = new FakeData();
  /** @type {any[]} */ const requests = [];
  /** @type {any[]} */ const received = [];
  const chat = new RoomChat(() => /** @type {any} */ (data), {
    participants: /** @type {any} */ (new Map(Object.entries(others).map(([id, hasData]) => [id, {id, hasData}]))),
    you: () => ({id: 'me', name: 'Zoe'}),
    isSelf: id => id === 'me' || id === 'earlier',
    request: async fields => {
      requests.push(fields);
      return {at: 7};
    },
    received: one => received.push(one),
  });
  return {chat, data, requests, received};
}

test('a message counts as sent when the server has returned it', async () => {
  const {chat, data, requests, received} = chatWith({ann: true});
  const sending = chat.send('hello', {});
  await settle();
  const said = JSON.parse(data.sent[0]?.text ?? '');
  assert.equal(said.name, 'Zoe');
  assert.deepEqual(received, []);
  data.receive('me', said);
  await sending;
  assert.deepEqual(received, [{from: {id: 'me', name: 'Zoe'}, to: null, text: 'hello', at: new Date(5), isKept: false}]);
  assert.deepEqual(requests, []);
});

test('who has no data is told over the connection to the server, and nobody twice', async () => {
  const {chat, data, requests, received} = chatWith({ann: true, bob: false});
  await chat.send('hello', {});
  const {key} = JSON.parse(data.sent[0]?.text ?? '');
  assert.deepEqual(requests, [{text: 'hello', to: undefined, key}]);
  data.receive('me', {key, text: 'hello'});
  chat.onSocket({from: {id: 'ann', name: 'Ann'}, text: 'hi', at: 1, key: 'k'});
  data.receive('ann', {key: 'k', text: 'hi'});
  assert.deepEqual(received.map(({text}) => text), ['hello', 'hi']);
});

test('a channel that keeps silent is no way to send', async () => {
  const {chat, data, requests} = chatWith({ann: true});
  const sending = chat.send('hello', {});
  await settle();
  await clock.advance(4_000);
  await sending;
  assert.equal(requests[0].key, JSON.parse(data.sent[0]?.text ?? '').key);
});

test('a private message goes the way that reaches its receiver', async () => {
  const {chat, data, requests, received} = chatWith({ann: true, bob: false});
  await chat.send('psst', {to: 'bob'});
  assert.equal(data.sent.length, 0);
  assert.equal(requests[0].to, 'bob');
  const sending = chat.send('psst', {to: 'ann'});
  await settle();
  data.receive('me', JSON.parse(data.sent[0]?.text ?? ''), {isPrivate: true});
  await sending;
  assert.equal(data.sent[0]?.to, 'ann');
  assert.deepEqual(received.map(({to}) => to), ['bob', 'ann']);
  data.receive('ann', {key: 'x', text: 'to you'}, {isPrivate: true});
  assert.equal(received[2].to, 'me');
  await assert.rejects(chat.send('psst', {to: 'nobody'}), {code: 'unknown-participant'});
});

test('what was said before carries the name its sender had, but nobody speaks under the name of one who is known', () => {
  const {data, received} = chatWith({});
  data.receive('gone', {key: '1', text: 'bye', name: 'Gus'}, {isKept: true});
  data.receive('ann', {key: '1', text: 'hi', name: 'Gus'});
  data.receive('earlier', {key: '2', text: 'me before', name: 'Eve'});
  assert.deepEqual(received.map(({from, isKept}) => [from.name, isKept]), [['Gus', true], ['Ann', false], ['Zoe', false]]);
});

test('whatever is not a message of the chat is passed over', () => {
  const {data, received} = chatWith({});
  for (const said of ['', 'null', '[]', '{"key":1,"text":"x"}', '{"key":"k"}', JSON.stringify({key: 'k', text: 'x'.repeat(8_193)})]) {
    data.receive('ann', said);
  }
  data.emit('message', {from: {id: 'ann', name: 'Ann'}, data: new ArrayBuffer(3), at: new Date(), isPrivate: false, isKept: false});
  assert.deepEqual(received, []);
});

test('a channel closed for having fallen behind is opened again', () => {
  let opened = 0;
  const data = new FakeData();
  new RoomChat(() => (opened++, /** @type {any} */ (data)), /** @type {any} */ ({participants: new Map()}));
  data.emit('close', {reason: 'overflow'});
  data.emit('close', {reason: 'closed'});
  assert.equal(opened, 2);
});
