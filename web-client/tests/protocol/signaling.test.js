import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Signaling} from '../../src/protocol/signaling.js';
import {FakeSocket, installFakes, settle} from './fakes.js';

const clock = installFakes();

async function opened() {
  const signaling = new Signaling('ws://example.org/ws');
  await signaling.opened;
  return {signaling, socket: /** @type {FakeSocket} */ (FakeSocket.made[0])};
}

test('a request is answered by the reply that names its id', async () => {
  const {signaling, socket} = await opened();
  const first = signaling.request('chat', {text: 'a'});
  const second = signaling.request('chat', {text: 'b'});
  await settle();
  const [a, b] = socket.sent;
  socket.receive({re: b.id, type: 'ok', at: 2});
  socket.receive({re: a.id, type: 'ok', at: 1});
  assert.deepEqual([(await first).at, (await second).at], [1, 2]);
});

test('fields without a value are left out', async () => {
  const {signaling, socket} = await opened();
  void signaling.request('chat', {text: 'a', to: undefined});
  await settle();
  const [{id, ...rest}] = socket.sent;
  assert.equal(typeof id, 'number');
  assert.deepEqual(rest, {type: 'chat', text: 'a'});
});

test('a request made while the connection opens is sent when it is open', async () => {
  FakeSocket.network = () => {};
  const signaling = new Signaling('ws://example.org/ws');
  void signaling.request('join');
  await settle();
  const [socket] = FakeSocket.made;
  assert.deepEqual(socket?.sent, []);
  socket?.open();
  await settle();
  assert.equal(socket?.sent.length, 1);
});

test('an error becomes an error with its code', async () => {
  const {signaling, socket} = await opened();
  socket.answer = ({id}) => socket.receive({re: id, type: 'error', code: 'room-full', message: 'Twelve are here.'});
  await assert.rejects(signaling.request('join'), {name: 'MeshlessError', code: 'room-full', message: 'Twelve are here.'});
});

test('a request that is not answered in time fails, and its late reply is ignored', async () => {
  const {signaling, socket} = await opened();
  const request = assert.rejects(signaling.request('join'), {code: 'timeout'});
  await clock.advance(10_000);
  await request;
  socket.receive({re: socket.sent[0].id, type: 'ok'});
});

test('ids go on counting from one connection to the next', async () => {
  const ids = [];
  for (let i = 0; i < 2; i++) {
    const signaling = new Signaling('ws://example.org/ws');
    void signaling.request('chat').catch(() => {});
    await settle();
    ids.push(FakeSocket.made.at(-1)?.sent[0].id);
  }
  assert.ok(ids[1] > ids[0], `${ids}`);
});

test('requests fail when the connection is lost, and so do those made afterwards', async () => {
  const {signaling, socket} = await opened();
  const request = assert.rejects(signaling.request('join'), {code: 'connection-lost'});
  await settle();
  socket.die();
  await request;
  await assert.rejects(signaling.request('join'), {code: 'connection-lost'});
  assert.equal(clock.waiting, 0);
});

test('giving up ends the waiting', async () => {
  const {signaling} = await opened();
  const giveUp = new AbortController();
  const request = signaling.request('join', {}, {signal: giveUp.signal});
  await settle();
  giveUp.abort(new Error('changed my mind'));
  await assert.rejects(request, {message: 'changed my mind'});
  assert.equal(clock.waiting, 0);
});

test('a server that cannot be reached is told as such', async () => {
  FakeSocket.network = socket => socket.die();
  const signaling = new Signaling('ws://example.org/ws');
  await assert.rejects(signaling.opened, {code: 'unreachable'});
  assert.equal(signaling.usable, false);
});

test('a server that does not even refuse is given up', async () => {
  FakeSocket.network = () => {};
  const signaling = new Signaling('ws://example.org/ws');
  const opening = assert.rejects(signaling.opened, {code: 'unreachable'});
  await clock.advance(8_000);
  await opening;
  assert.equal(FakeSocket.made[0]?.readyState, FakeSocket.CLOSING);
});

test('events are what the server says on its own account', async () => {
  const {signaling, socket} = await opened();
  /** @type {string[]} */ const types = [];
  signaling.on('message', ({type}) => types.push(type));
  socket.receive({type: 'participant-left', n: 1, id: 'x'});
  socket.receive({re: 99, type: 'ok'});
  socket.receive({type: 'error', code: 'bad-json', message: '?'});
  socket.receive('{"type":');
  socket.receive('null');
  socket.receive('"text"');
  assert.deepEqual(types, ['participant-left']);
});

test('nothing is heard after closing, and the close is told once', async () => {
  const {signaling, socket} = await opened();
  /** @type {number[]} */ const codes = [];
  let heard = 0;
  signaling.on('close', ({code}) => codes.push(code));
  signaling.on('message', () => heard++);
  signaling.close();
  socket.receive({type: 'participant-left', n: 1, id: 'x'});
  socket.die(1006);
  assert.deepEqual([codes, heard], [[4000], 0]);
});
