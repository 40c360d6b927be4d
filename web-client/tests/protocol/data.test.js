import assert from 'node:assert/strict';
import {test} from 'node:test';
import {DataExchange} from '../../src/protocol/data-exchange.js';
import {Peer} from '../../src/protocol/peer.js';
import {FakeDataChannel, FakePeerConnection, installFakes, settle} from './fakes.js';
import {frame} from './frames.js';

/** @import {DataMessage} from '../../src/protocol/data.js' */

installFakes();

const HERE = new Set(['ann', 'bob']);

function exchange() {
  const data = new DataExchange(new Peer({video: 0, audio: 0}), id => HERE.has(id));
  data.knows({id: 'ann', name: 'Ann'});
  return data;
}

/** @param {string} label */
function channels(label) {
  return FakePeerConnection.made.flatMap(({channels: all}) => all).filter(channel => channel.label === label);
}

/** @param {string} label */
function channel(label) {
  const last = channels(label).at(-1);
  assert.ok(last);
  return last;
}

test('a channel is opened as it was asked for', () => {
  exchange().open('game', {ordered: false, maxRetransmits: 0});
  assert.deepEqual(channel('game').init, {ordered: false, maxRetransmits: 0, protocol: ''});
});

test('what is sent before the channel is open leaves when it is', async () => {
  const data = exchange().open('game', {});
  const sent = data.send('hello');
  await settle();
  assert.deepEqual(channel('game').sent, []);
  channel('game').open();
  await sent;
  assert.deepEqual(channel('game').sent, ['hello']);
});

test('who sends faster than the network takes it has to wait', async () => {
  const data = exchange().open('game', {});
  channel('game').open();
  await data.send(new Uint8Array(200_000));
  let passed = false;
  const second = data.send(new Uint8Array(100_000)).then(() => (passed = true));
  const third = data.send('last');
  await settle();
  assert.equal(channel('game').sent.length, 2);
  assert.equal(passed, false);
  channel('game').drain();
  await second;
  await third;
  assert.equal(channel('game').sent[2], 'last');
});

test('waiting can be given up, and the next message goes on', async () => {
  const data = exchange().open('game', {});
  const patience = new AbortController();
  const given = data.send('one', {signal: patience.signal});
  const kept = data.send('two');
  patience.abort();
  await assert.rejects(given, {name: 'AbortError'});
  channel('game').open();
  await kept;
  assert.deepEqual(channel('game').sent, ['two']);
});

test('a message that is too long is refused in words', async () => {
  const data = exchange().open('game', {});
  channel('game').open();
  await assert.rejects(data.send(new Uint8Array(262_145)), {code: 'too-large'});
  await assert.rejects(data.send('ü'.repeat(131_073)), {code: 'too-large'});
  await data.send(new Uint8Array(262_144));
  assert.equal(channel('game').sent.length, 1);
});

test('messages come with their sender', () => {
  const data = exchange().open('game', {});
  /** @type {DataMessage[]} */ const got = [];
  data.on('message', message => got.push(message));
  channel('game').receive(frame('ann', 'hi'));
  channel('game').receive(frame('who', 'ho', {flags: 0x05}));
  channel('game').receive(new ArrayBuffer(3));
  assert.deepEqual(
    got.map(({from, data: said, isKept}) => [from, said, isKept]),
    [[{id: 'ann', name: 'Ann'}, 'hi', false], [{id: 'who', name: ''}, 'ho', true]],
  );
});

test('messages to one go over a channel that says to whom', async () => {
  const data = exchange().open('game', {ordered: false});
  const sent = data.send('psst', {to: 'bob'});
  await settle();
  assert.deepEqual(channel('game').init, {ordered: false, protocol: 'to:bob'});
  channel('game').open();
  await sent;
  await assert.rejects(data.send('psst', {to: 'nobody'}), {code: 'unknown-participant'});
  data.forget('bob');
  assert.equal(channel('game').readyState, 'closed');
});

test('a new peer connection carries on with the same channels', async () => {
  const all = exchange();
  const data = all.open('game', {});
  const chat = all.open('chat', {});
  channel('game').open();
  await data.send('one');
  const waiting = chat.send('hello');
  channel('game').die();
  all.use(new Peer({video: 0, audio: 0}));
  await settle();
  assert.equal(channels('game').length, 2);
  assert.equal(channels('chat').length, 2, 'the one that was prepared is used');
  channel('game').open();
  channel('chat').open();
  await data.send('two');
  await waiting;
  assert.deepEqual(channel('game').sent, ['two']);
  assert.deepEqual(channel('chat').sent, ['hello']);
});

test('a channel that the server gave up ends with the reason', async () => {
  const data = exchange().open('game', {});
  /** @type {string[]} */ const reasons = [];
  data.on('close', ({reason}) => reasons.push(reason));
  channel('game').open();
  channel('game').receive(frame('', new Uint8Array([1]), {flags: 0x80}));
  channel('game').die();
  assert.deepEqual(reasons, ['overflow']);
  await assert.rejects(data.send('anybody?'), {code: 'channel-closed'});
});

test('a channel opened by the server belongs to who uses its label', () => {
  const data = exchange().open('game', {});
  /** @type {unknown[]} */ const got = [];
  data.on('message', message => got.push(message.data));
  const [connection] = FakePeerConnection.made;
  const theirs = new FakeDataChannel('game', {});
  const unknown = new FakeDataChannel('other', {});
  connection?.dispatchEvent(Object.assign(new Event('datachannel'), {channel: theirs}));
  connection?.dispatchEvent(Object.assign(new Event('datachannel'), {channel: unknown}));
  theirs.receive(frame('ann', 'hi'));
  assert.deepEqual(got, ['hi']);
  assert.equal(unknown.readyState, 'closed');
});
