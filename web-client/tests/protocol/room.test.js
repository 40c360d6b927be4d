import assert from 'node:assert/strict';
import {test} from 'node:test';
import {join, prepare} from '../../src/protocol/meshless.js';
import {FakePeerConnection, FakeSender, FakeSocket, fakeTrack, installFakes, settle} from './fakes.js';

/** @import {Room} from '../../src/protocol/meshless.js' */

const clock = installFakes();

const ANN = {id: 'ann', name: 'Ann', state: 'connected', tracks: [{source: 'camera', muted: false}, {source: 'microphone', muted: true}]};
const BOB = {...ANN, id: 'bob', name: 'Bob'};

/**
 * A server that says yes to everything.
 *
 * @param {object} [joined] what it says differently
 * @returns {(message: any, socket: FakeSocket) => void}
 */
function server(joined = {}) {
  return ({id, type, name, sdp}, socket) => {
    /** @type {Record<string, object>} */
    const replies = {
      join: {
        type: 'joined', room: 'tea', you: {id: 'me', name, renamed: false}, seat: {id: 'seat-1', secret: 'secret-1'},
        participants: [ANN], iceServers: [], slots: {video: 8, audio: 8}, codec: 'VP8', n: 0, ...joined,
      },
      offer: {type: 'answer', sdp: `answer to ${sdp}`},
      chat: {type: 'ok', at: 1_700_000_000_000},
    };
    socket.receive({re: id, ...(replies[type] ?? {type: 'ok'})});
  };
}

/**
 * @param {string} code
 * @returns {(message: any, socket: FakeSocket) => void}
 */
const refusal = code => ({id}, socket) => socket.receive({re: id, type: 'error', code, message: 'No.'});

/** @param {(message: any, socket: FakeSocket) => void} answer */
function network(answer) {
  FakeSocket.network = socket => {
    socket.answer = answer;
    socket.open();
  };
}

/** @param {object} [options] */
async function joined(options = {}) {
  const room = await join('ws://example.org/ws', {room: 'tea', name: 'Zoe', ...options});
  await settle();
  return {room, socket: socket(), peer: peer()};
}

const socket = () => /** @type {FakeSocket} */ (FakeSocket.made.at(-1));
const peer = () => /** @type {FakePeerConnection} */ (FakePeerConnection.made.at(-1));

/**
 * @param {Room} room
 * @param {import('../../src/protocol/room.js').RoomEvents extends infer E ? keyof E & string : never} type
 */
function collect(room, type) {
  /** @type {any[]} */ const details = [];
  room.on(type, detail => details.push(detail));
  return details;
}

/**
 * @param {Room} room
 * @param {string} id
 */
function participant(room, id) {
  const found = room.participants.get(id);
  assert.ok(found);
  return found;
}

test('one peer connection, one offer: camera, microphone, then the slots', async () => {
  network(server());
  const {socket: {sent}} = await joined();
  assert.equal(FakePeerConnection.made.length, 1);
  assert.deepEqual(sent.map(({type}) => type), ['join', 'offer']);
  assert.match(sent[1].sdp, /: video sendonly, audio sendonly(, video recvonly){8}(, audio recvonly){8}$/);
  assert.equal(peer().configuration.bundlePolicy, 'max-bundle');
});

test('more slots than usual are offered in the same one offer', async () => {
  network(server({slots: {video: 10, audio: 9}}));
  const {socket: {sent}} = await joined();
  assert.equal(sent.filter(({type}) => type === 'offer').length, 1);
  assert.equal(sent[1].sdp.match(/video recvonly/g).length, 10);
  assert.equal(sent[1].sdp.match(/audio recvonly/g).length, 9);
});

test('fewer slots than usual are offered with the rest inactive, which are taken first when more are wanted', async () => {
  network(server({slots: {video: 4, audio: 3}}));
  const {room, socket, peer} = await joined();
  assert.match(socket.sent[1].sdp, /(, video recvonly){4}(, video inactive){4}(, audio recvonly){3}(, audio inactive){5}$/);
  assert.equal(room.audio.length, 3);
  socket.receive({type: 'slots-wanted', n: 1, video: 9, audio: 8});
  await settle();
  assert.equal(socket.sentOf('offer').length, 2);
  assert.equal(peer.transceivers.length, 2 + 9 + 8);
  assert.equal(room.audio.length, 8);
});

test('no server makes us allocate slots without end', async () => {
  network(server({slots: {video: 1e9, audio: 1e9}}));
  const {peer: {transceivers}} = await joined();
  assert.equal(transceivers.length, 2 + 27 + 10);
});

test('a camera joined with is sent from the start, and the offer says what is muted', async () => {
  network(server());
  const camera = fakeTrack('video');
  const microphone = fakeTrack('audio');
  const {socket: {sent}, peer: {transceivers}} = await joined({camera, microphone, muted: true});
  assert.deepEqual(sent[1].tracks, [{mid: '0', source: 'camera', muted: false}, {mid: '1', source: 'microphone', muted: true}]);
  assert.deepEqual(transceivers.slice(0, 2).map(t => t.sender.track), [camera, microphone]);
  assert.deepEqual([camera.enabled, microphone.enabled], [true, false]);
});

test('a camera started later takes no offer', async () => {
  network(server());
  const {room, socket: {sent}, peer: {transceivers}} = await joined();
  assert.deepEqual(sent[1].tracks, [{mid: '0', source: 'camera', muted: true}, {mid: '1', source: 'microphone', muted: true}]);
  const camera = fakeTrack('video');
  await room.publish({camera});
  await settle();
  assert.equal(transceivers[0]?.sender.track, camera);
  assert.deepEqual(sent.slice(2).map(({id, ...rest}) => rest), [{type: 'track', source: 'camera', muted: false}]);
});

test('whoever is there already is known when join returns', async () => {
  network(server());
  const {room} = await joined();
  assert.deepEqual([...room.participants.keys()], ['ann']);
  assert.equal(participant(room, 'ann').isOn('camera'), true);
  assert.equal(participant(room, 'ann').isOn('microphone'), false);
  assert.equal(participant(room, 'ann').isOn('screen'), false);
});

test('people come, change and go', async () => {
  network(server());
  const {room, socket} = await joined();
  const came = collect(room, 'participant-joined');
  const changed = collect(room, 'participant-changed');
  const gone = collect(room, 'participant-left');
  socket.receive({type: 'participant-joined', n: 1, participant: BOB});
  socket.receive({type: 'participant-changed', n: 2, participant: {...BOB, state: 'reconnecting'}});
  socket.receive({type: 'participant-left', n: 3, id: 'ann', reason: 'left'});
  assert.equal(came[0].participant, changed[0].participant);
  assert.equal(changed[0].participant.state, 'reconnecting');
  assert.deepEqual([gone[0].participant.id, gone[0].reason], ['ann', 'left']);
  assert.deepEqual([...room.participants.keys()], ['bob']);
});

test('an event that was told before is not told again', async () => {
  network(server({n: 4}));
  const {room, socket} = await joined();
  const came = collect(room, 'participant-joined');
  socket.receive({type: 'participant-joined', n: 4, participant: BOB});
  assert.equal(came.length, 0);
  socket.receive({type: 'participant-joined', n: 5, participant: BOB});
  assert.equal(came.length, 1);
});

test('a slot given to somebody puts its track into their stream, and taken away takes it out', async () => {
  network(server());
  const {room, socket, peer} = await joined();
  const told = collect(room, 'media');
  const media = participant(room, 'ann').media('camera');
  const {stream} = media;
  const [slot] = peer.slots('video');
  socket.receive({type: 'slots', n: 1, slots: [{mid: slot?.mid, generation: 1, participant: 'ann', source: 'camera', sourceId: 7, rtpTimestamp: 90_000}]});
  assert.deepEqual(stream.getTracks(), [slot?.receiver.track]);
  assert.deepEqual(media.fresh, {generation: 1, rtpTimestamp: 90_000, sourceId: 7});
  assert.equal(told[0].media, media);
  socket.receive({type: 'slots', n: 2, slots: [{mid: slot?.mid, generation: 2, participant: null}]});
  assert.deepEqual(stream.getTracks(), []);
  assert.equal(media.fresh, null);
  assert.equal(participant(room, 'ann').media('camera').stream, stream);
});

test('a slot given from one to another leaves the one and enters the other', async () => {
  network(server({participants: [ANN, BOB]}));
  const {room, socket, peer} = await joined();
  const [slot] = peer.slots('video');
  const given = {mid: slot?.mid, source: 'camera', sourceId: 1, rtpTimestamp: 1};
  socket.receive({type: 'slots', n: 1, slots: [{...given, generation: 1, participant: 'ann'}]});
  const told = collect(room, 'media');
  socket.receive({type: 'slots', n: 2, slots: [{...given, generation: 2, participant: 'bob'}]});
  assert.deepEqual(told.map(({participant}) => participant.id), ['ann', 'bob']);
  assert.deepEqual(participant(room, 'ann').media('camera').stream.getTracks(), []);
  assert.deepEqual(participant(room, 'bob').media('camera').stream.getTracks(), [slot?.receiver.track]);
});

test('the server is told that a slot\'s former picture is gone, once it is, and again when the seat was resumed', async () => {
  network(server({participants: [ANN, BOB]}));
  const {room, socket: first, peer} = await joined();
  const [video] = peer.slots('video');
  const [audio] = peer.slots('audio');
  const heard = {mid: audio?.mid, generation: 1, participant: 'ann', source: 'microphone', sourceId: 2, rtpTimestamp: 1};
  const seen = {mid: video?.mid, generation: 3, participant: 'ann', source: 'camera', sourceId: 1, rtpTimestamp: 1};
  const covered = [{slots: [{mid: video?.mid, generation: 3}]}];
  room.on('media', () => assert.deepEqual(first.sentOf('covered'), []));
  first.receive({type: 'slots', n: 1, slots: [heard, seen]});
  assert.deepEqual(first.sentOf('covered').map(({slots}) => ({slots})), covered);
  first.die();
  network((message, socket) => socket.receive({re: message.id, type: message.type === 'resume' ? 'resumed' : 'ok', n: 1}));
  await clock.advance(500);
  assert.deepEqual(socket().sentOf('covered').map(({slots}) => ({slots})), covered);
});

test('what the server holds back is told, stays so until it is taken back, and is explained when asked', async () => {
  network(server({participants: [ANN, BOB]}));
  const {room, socket, peer} = await joined();
  const mid = peer.slots('video')[0]?.mid;
  const given = {mid, source: 'camera', sourceId: 1, rtpTimestamp: 1};
  socket.receive({type: 'slots', n: 1, slots: [{...given, generation: 1, participant: 'ann'}]});
  const told = collect(room, 'media');
  socket.receive({type: 'paused', n: 2, slots: [mid]});
  assert.deepEqual(told.map(({participant, media}) => [participant.id, media.paused]), [['ann', true]]);
  socket.receive({type: 'slots', n: 3, slots: [{...given, generation: 2, participant: 'bob'}]});
  assert.deepEqual([participant(room, 'ann').media('camera').paused, participant(room, 'bob').media('camera').paused], [false, true]);
  socket.answer = ({id}) => socket.receive({re: id, type: 'explained', slots: [{mid, generation: 1, reason: 'old'}, {mid, generation: 2, reason: 'paused: …'}]});
  assert.equal(await room.explain(participant(room, 'bob')), 'paused: …');
  assert.equal(await room.explain(participant(room, 'ann')), '');
  socket.receive({type: 'paused', n: 4, slots: []});
  assert.equal(participant(room, 'bob').media('camera').paused, false);
});

test('who has the floor is told, and known to whoever looks later', async () => {
  network(server({participants: [ANN, BOB]}));
  const {room, socket} = await joined();
  const told = collect(room, 'speaker');
  socket.receive({type: 'speaker', n: 1, participant: 'bob'});
  assert.deepEqual([told.at(-1).participant.name, room.speaker?.name], ['Bob', 'Bob']);
  // Oneself, or nobody.
  for (const participant of ['me', undefined]) {
    socket.receive({type: 'speaker', n: 2, participant});
    assert.deepEqual([told.at(-1).participant, room.speaker], [null, null]);
  }
});

test('people who swap slots in one message both end up with a picture', async () => {
  network(server({participants: [ANN, BOB]}));
  const {room, socket, peer} = await joined();
  const [one, two] = peer.slots('video');
  const slot = (/** @type {any} */ {mid}, /** @type {number} */ generation, /** @type {string} */ participant) =>
    ({mid, generation, participant, source: 'camera', sourceId: 1, rtpTimestamp: 1});
  socket.receive({type: 'slots', n: 1, slots: [slot(one, 1, 'ann'), slot(two, 1, 'bob')]});
  socket.receive({type: 'slots', n: 2, slots: [slot(one, 2, 'bob'), slot(two, 2, 'ann')]});
  assert.deepEqual(participant(room, 'ann').media('camera').stream.getTracks(), [two?.receiver.track]);
  assert.deepEqual(participant(room, 'bob').media('camera').stream.getTracks(), [one?.receiver.track]);
});

test('more slots are offered when the server wants them, and their sound is told of', async () => {
  network(server());
  const {room, socket, peer} = await joined();
  const more = collect(room, 'audio-slots');
  socket.receive({type: 'slots-wanted', n: 1, video: 16, audio: 10});
  await settle();
  assert.equal(socket.sentOf('offer').length, 2);
  assert.equal(peer.slots('video').length, 16);
  assert.deepEqual(more.map(({tracks}) => tracks.length), [2]);
  socket.receive({type: 'slots-wanted', n: 2, video: 16, audio: 10});
  await settle();
  assert.equal(socket.sentOf('offer').length, 2);
});

test('muting reaches the track and the others, once', async () => {
  network(server());
  const microphone = fakeTrack('audio');
  const {room, socket} = await joined({microphone});
  room.setMuted('microphone', true);
  room.setMuted('microphone', true);
  await settle();
  assert.equal(microphone.enabled, false);
  assert.equal(room.isMuted('microphone'), true);
  assert.deepEqual(socket.sentOf('track').map(({source, muted}) => [source, muted]), [['microphone', true]]);
});

test('a message of one’s own is told when the server has it', async () => {
  network(server());
  const {room, socket} = await joined();
  const told = collect(room, 'chat');
  await room.chat('hello', {to: 'ann'});
  assert.deepEqual(told, [{from: {id: 'me', name: 'Zoe'}, to: 'ann', text: 'hello', at: new Date(1_700_000_000_000), isKept: false}]);
  socket.receive({type: 'chat', n: 1, from: {id: 'ann', name: 'Ann'}, text: 'hi', at: 1_700_000_001_000});
  assert.deepEqual(told[1], {from: {id: 'ann', name: 'Ann'}, to: null, text: 'hi', at: new Date(1_700_000_001_000), isKept: false});
});

test('an application’s messages go and come unread', async () => {
  network(server());
  const {room, socket} = await joined();
  const told = collect(room, 'app');
  await room.app('hand', {up: true});
  assert.deepEqual(socket.sentOf('app').map(({kind, data, to}) => [kind, data, to]), [['hand', {up: true}, undefined]]);
  socket.receive({type: 'app', n: 1, from: {id: 'ann', name: 'Ann'}, to: 'me', kind: 'hand', data: [1]});
  assert.deepEqual([told[0].kind, told[0].data, told[0].to], ['hand', [1], 'me']);
});

test('a refused join says why, and lets go of everything', async () => {
  network(refusal('room-full'));
  await assert.rejects(joined(), {code: 'room-full'});
  assert.equal(peer().signalingState, 'closed');
  assert.equal(socket().readyState, FakeSocket.CLOSING);
});

test('joining can be given up', async () => {
  network(() => {});
  const giveUp = new AbortController();
  const joining = joined({signal: giveUp.signal});
  await settle();
  giveUp.abort();
  await assert.rejects(joining, {name: 'AbortError'});
  assert.equal(peer().signalingState, 'closed');
});

test('a connection opened ahead of need that is gone when it is used is replaced', async () => {
  network(server());
  const entrance = prepare('ws://example.org/ws');
  entrance.warm();
  await settle();
  socket().answer = (_message, socket) => socket.die();
  const room = await entrance.join({room: 'tea', name: 'Zoe'});
  assert.equal(room.state, 'connected');
  assert.deepEqual([FakeSocket.made.length, FakePeerConnection.made.length], [2, 1]);
});

test('leaving says so, and nothing is heard afterwards', async () => {
  network(server());
  const {room, socket, peer} = await joined();
  const states = collect(room, 'state');
  const came = collect(room, 'participant-joined');
  const leaving = room.leave();
  socket.receive({type: 'participant-joined', n: 1, participant: BOB});
  await leaving;
  assert.equal(socket.sentOf('leave').length, 1);
  assert.equal(peer.signalingState, 'closed');
  assert.deepEqual([states.map(({state}) => state), came], [['left'], []]);
  await assert.rejects(room.chat('hello?'), {code: 'left'});
});

test('a lost connection is resumed, and sound and pictures are not touched', async () => {
  network(server());
  const {room, socket: first, peer} = await joined({microphone: fakeTrack('audio')});
  const states = collect(room, 'state');
  const came = collect(room, 'participant-joined');
  peer.become('connected');
  first.receive({type: 'participant-left', n: 1, id: 'ann'});
  first.die();
  room.setMuted('microphone', true);
  await assert.rejects(room.chat('hello?'), {code: 'connection-lost'});
  network((message, socket) => {
    if (message.type === 'resume') {
      socket.receive({re: message.id, type: 'resumed', n: 2});
      socket.receive({type: 'participant-joined', n: 2, participant: BOB});
    } else socket.receive({re: message.id, type: 'ok'});
  });
  await clock.advance(500);
  const {id, ...resume} = socket().sent[0];
  assert.deepEqual(resume, {type: 'resume', seat: 'seat-1', secret: 'secret-1', last: 1});
  assert.deepEqual(came.map(({participant}) => participant.id), ['bob']);
  assert.deepEqual([states[0].state, states.at(-1)], ['reconnecting', {state: 'connected', back: 'resumed'}]);
  assert.deepEqual([FakePeerConnection.made.length, socket().sentOf('offer').length], [1, 0]);
  assert.deepEqual(socket().sentOf('track').map(({source, muted}) => [source, muted]), [['camera', true], ['microphone', true]]);
});

test('what was missed may come as a snapshot', async () => {
  network(server({participants: [ANN]}));
  const {room, socket: first, peer: {transceivers}} = await joined();
  const gone = collect(room, 'participant-left');
  first.die();
  const slots = [{mid: transceivers[2]?.mid, generation: 9, participant: 'bob', source: 'camera', sourceId: 3, rtpTimestamp: 4}];
  network((message, socket) => socket.receive({re: message.id, type: 'resumed', n: 700, snapshot: {participants: [BOB], slots}}));
  await clock.advance(500);
  assert.deepEqual(gone.map(({participant}) => participant.id), ['ann']);
  assert.equal(participant(room, 'bob').media('camera').fresh?.generation, 9);
  const came = collect(room, 'participant-joined');
  socket().receive({type: 'participant-joined', n: 700, participant: ANN});
  assert.equal(came.length, 0);
});

test('an offer that was not answered is made again on the resumed seat', async () => {
  network((message, socket) => {
    if (message.type === 'offer') socket.die();
    else server()(message, socket);
  });
  const {socket: first} = await joined();
  network((message, socket) => {
    if (message.type === 'resume') socket.receive({re: message.id, type: 'resumed', n: 0});
    else server()(message, socket);
  });
  await clock.advance(500);
  // Under the same id, as the server may have answered it.
  assert.deepEqual(socket().sentOf('offer'), first.sentOf('offer'));
  assert.equal(peer().signalingState, 'stable');
});

test('where the seat is gone the room is entered anew with the same tracks', async () => {
  network(server({participants: [ANN, BOB]}));
  const camera = fakeTrack('video');
  const {room, socket: first, peer: before} = await joined({camera});
  const states = collect(room, 'state');
  const sound = collect(room, 'audio-slots');
  const ann = participant(room, 'ann');
  first.receive({type: 'slots', n: 1, slots: [{mid: '2', generation: 5, participant: 'ann', source: 'camera', sourceId: 1, rtpTimestamp: 1}]});
  first.die();
  const again = server({you: {id: 'me-2', name: 'Zoe 2', renamed: true}, participants: [ANN, {...ANN, id: 'me', name: 'Zoe', state: 'reconnecting'}]});
  network((message, socket) => (message.type === 'resume' ? refusal('unknown-seat') : again)(message, socket));
  await clock.advance(500);
  assert.deepEqual(socket().sent.map(({type}) => type), ['resume', 'join', 'offer']);
  assert.deepEqual(states.at(-1), {state: 'connected', back: 'anew'});
  assert.equal(room.you.id, 'me-2');
  assert.equal(before.signalingState, 'closed');
  assert.deepEqual([FakePeerConnection.made.length, peer().transceivers[0]?.sender.track], [2, camera]);
  assert.equal(sound[0].tracks.length, 8);
  // Ann is the same Ann, Bob has left meanwhile, our own former seat is nobody.
  assert.deepEqual([...room.participants.values()], [ann]);
  assert.equal(ann.media('camera').fresh, null);
  socket().receive({type: 'participant-changed', n: 1, participant: {...ANN, id: 'me'}});
  assert.equal(room.participants.has('me'), false);
  // Generations begin anew with the seat.
  socket().receive({type: 'slots', n: 2, slots: [{mid: '2', generation: 1, participant: 'ann', source: 'camera', sourceId: 1, rtpTimestamp: 1}]});
  assert.equal(ann.media('camera').fresh?.generation, 1);
});

test('it keeps trying, later and later, and tells when', async () => {
  network(server());
  const {room, socket: first} = await joined();
  const states = collect(room, 'state');
  FakeSocket.network = socket => socket.die();
  first.die();
  await clock.advance(30_000);
  const waits = states.filter(({inMs}) => inMs > 0).map(({inMs}) => inMs);
  assert.ok(waits.length >= 4, `${waits}`);
  assert.deepEqual(states.filter(({inMs}) => inMs > 0).map(({attempt}) => attempt), waits.map((_, i) => i + 1));
  assert.ok(waits.every((ms, i) => ms >= 250 * 2 ** i && ms <= 500 * 2 ** i || ms >= 3_000 && ms <= 6_000), `${waits}`);
  network((message, socket) => socket.receive({re: message.id, type: 'resumed', n: 0}));
  room.retryNow();
  await settle();
  assert.equal(room.state, 'connected');
});

test('a server that says when to come back is not asked before', async () => {
  network(server());
  const {room, socket: first} = await joined();
  const states = collect(room, 'state');
  first.receive({type: 'closing', n: 1, reason: 'shutting-down', retryAfterMs: 4_000});
  first.die(1001);
  await clock.advance(4_200);
  assert.equal(FakeSocket.made.length, 1);
  assert.equal(states[0].reason, 'shutting-down');
  await clock.advance(400);
  assert.equal(FakeSocket.made.length, 2);
  void room;
});

for (const [code, expected] of /** @type {[number, string][]} */ ([[1000, 'ended'], [4001, 'displaced']])) {
  test(`after close code ${code} it does not come back: ${expected}`, async () => {
    network(server());
    const {room, socket, peer} = await joined();
    const states = collect(room, 'state');
    socket.die(code);
    await clock.advance(60_000);
    assert.deepEqual(states.map(({state, error}) => [state, error.code]), [['closed', expected]]);
    assert.deepEqual([FakeSocket.made.length, peer.signalingState], [1, 'closed']);
  });
}

test('a seat that has ended is not asked for again', async () => {
  network(server());
  const {socket: first} = await joined();
  first.die(4002);
  await clock.advance(500);
  assert.deepEqual(socket().sent.map(({type}) => type), ['join', 'offer']);
});

test('a refusal that will not change ends the trying', async () => {
  network(server());
  const {room, socket: first} = await joined();
  const states = collect(room, 'state');
  network((message, socket) => refusal(message.type === 'resume' ? 'unknown-seat' : 'room-full')(message, socket));
  first.die();
  await clock.advance(60_000);
  assert.equal(states.at(-1).error.code, 'room-full');
  assert.equal(FakeSocket.made.length, 2);
});

test('an answer that makes no sense ends it, and says so', async () => {
  network((message, socket) => (message.type === 'offer' ? socket.receive({re: message.id, type: 'answer', sdp: 'nonsense'}) : server()(message, socket)));
  const room = await join('ws://example.org/ws', {room: 'tea', name: 'Zoe'});
  const states = collect(room, 'state');
  await settle();
  assert.equal(states[0].error.code, 'bad-answer');
});

test('a broken path is offered anew, and where that does not help the room is entered anew', async () => {
  network(server());
  const {room, socket: first, peer: broken} = await joined();
  const states = collect(room, 'state');
  broken.become('connected');
  broken.become('failed');
  await settle();
  assert.deepEqual([broken.restarts, first.sentOf('offer').length], [1, 2]);
  await clock.advance(10_000);
  assert.equal(first.sentOf('leave').length, 1);
  assert.equal(states[0].reason, 'media');
  await clock.advance(500);
  assert.deepEqual(socket().sent.map(({type}) => type), ['join', 'offer']);
  assert.equal(room.state, 'connected');
});

test('a path that the server has closed is replaced by a new peer connection on the same seat', async () => {
  network(server());
  const camera = fakeTrack('video');
  const {room, socket, peer: before} = await joined({camera});
  const sound = collect(room, 'audio-slots');
  socket.receive({type: 'connection', n: 1, state: 'connected'});
  assert.equal(FakePeerConnection.made.length, 1);
  socket.receive({type: 'connection', n: 2, state: 'closed'});
  await settle();
  assert.deepEqual(socket.sent.map(({type}) => type), ['join', 'offer', 'offer']);
  assert.deepEqual([before.signalingState, peer().transceivers[0]?.sender.track, sound[0].tracks.length], ['closed', camera, 8]);
});

test('an answer that comes when its peer connection was replaced does no harm', async () => {
  network(server());
  const {room, socket} = await joined();
  /** @type {number[]} */ const offers = [];
  socket.answer = ({id, type}) => type === 'offer' && offers.push(id);
  socket.receive({type: 'slots-wanted', n: 1, video: 9, audio: 8});
  await settle();
  socket.receive({type: 'connection', n: 2, state: 'closed'});
  await settle();
  socket.answer = server();
  socket.receive({re: offers[0], type: 'answer', sdp: 'answer'});
  await settle();
  assert.equal(room.state, 'connected');
  assert.deepEqual([peer().offers, peer().signalingState], [1, 'stable']);
});

test('after a farewell the seat is known to be gone', async () => {
  network(server());
  const {socket: first} = await joined();
  first.receive({type: 'closing', n: 1, reason: 'room-failed', retryAfterMs: 0});
  first.die(1011);
  await clock.advance(500);
  assert.equal(socket().sent[0].type, 'join');
});

test('somebody who leaves while coming back is not brought back', async () => {
  network(server());
  const {room, socket: first} = await joined();
  first.die();
  await room.leave();
  await clock.advance(60_000);
  assert.equal(FakeSocket.made.length, 1);
  assert.equal(room.state, 'left');
});

test('the room’s codec is sent, and takes no second offer', async () => {
  network(server({codec: 'VP9'}));
  const {room, socket: {sent}, peer: {transceivers: [camera]}} = await joined({codec: 'VP9'});
  assert.deepEqual(sent.map(({type, codec}) => [type, codec]), [['join', 'VP9'], ['offer', undefined]]);
  assert.deepEqual([room.codec, peer().offers, camera?.sender.codec], ['VP9', 1, 'video/VP9']);
  assert.deepEqual(camera?.sender.encodings.map(({scalabilityMode}) => scalabilityMode), ['L1T3', 'L1T3', 'L1T3']);
});

test('publishers switch codecs when told to, without an offer', async () => {
  network(server({codec: 'AV1'}));
  const {room, socket, peer: {transceivers: [camera]}} = await joined();
  const told = collect(room, 'codec');
  socket.receive({type: 'codec', n: 1, codec: 'VP8', because: 'ann'});
  await settle();
  assert.equal(camera?.sender.codec, 'video/VP8');
  assert.equal(socket.sentOf('offer').length, 1);
  assert.deepEqual(told.map(({codec, because}) => [codec, because.name]), [['VP8', 'Ann']]);
  socket.receive({type: 'codec', n: 2, codec: 'AV1'});
  await settle();
  assert.deepEqual([camera?.sender.codec, room.codec, told[1].because], ['video/AV1', 'AV1', null]);
});

test('where the browser cannot switch codecs, one new offer does', async () => {
  FakeSender.switchesCodecs = false;
  network(server());
  const {socket, peer: {transceivers: [camera]}} = await joined();
  socket.receive({type: 'codec', n: 1, codec: 'H264'});
  await settle();
  assert.equal(socket.sentOf('offer').length, 2);
  assert.equal(camera?.sender.codec, 'video/H264');
});

for (const [switches, offers] of /** @type {[boolean, number][]} */ ([[true, 1], [false, 2]])) {
  test(`a codec that changes while the offer is on its way takes ${offers} where the browser ${switches ? 'switches' : 'cannot switch'}`, async () => {
    FakeSender.switchesCodecs = switches;
    network(server());
    const room = await join('ws://example.org/ws', {room: 'tea', name: 'Zoe'});
    const answer = socket().answer;
    socket().answer = null;
    await settle();
    socket().receive({type: 'codec', n: 1, codec: 'VP9'});
    socket().answer = answer;
    answer?.(socket().sentOf('offer')[0], socket());
    await settle();
    assert.equal(socket().sentOf('offer').length, offers);
    assert.deepEqual([room.codec, peer().transceivers[0]?.sender.codec], ['VP9', 'video/VP9']);
  });
}

test('what the page shows is told, without those who are not there, and again after the room was entered anew', async () => {
  network(server());
  const {room, socket: first} = await joined();
  const tile = (/** @type {string} */ participant) => ({participant, source: /** @type {'camera'} */ ('camera'), width: 640, height: 360});
  room.show([tile('ann'), tile('bob')]);
  assert.deepEqual(first.sentOf('view').map(({tiles}) => tiles), [[tile('ann')]]);
  first.die(4002);
  await clock.advance(500);
  assert.deepEqual(socket().sent.map(({type}) => type), ['join', 'view', 'offer']);
});

test('what is shown while nobody listens is told when the seat is resumed', async () => {
  network(server());
  const {room, socket: first} = await joined();
  first.die();
  room.show([]);
  network((message, socket) => socket.receive({re: message.id, type: message.type === 'resume' ? 'resumed' : 'ok', n: 0}));
  await clock.advance(500);
  assert.deepEqual(socket().sentOf('view').map(({tiles}) => tiles), [[]]);
});

test('a connection that answers when it is looked after is kept', async () => {
  network(server());
  const {room, socket} = await joined();
  room.check();
  await clock.advance(10_000);
  assert.deepEqual([room.state, FakeSocket.made.length], ['connected', 1]);
  socket.answer = refusal('bad-message');
  room.check();
  await clock.advance(10_000);
  assert.deepEqual([room.state, FakeSocket.made.length], ['connected', 1]);
});

test('a connection that died unnoticed is found out, and the seat resumed', async () => {
  network(server());
  const {room, socket: first, peer} = await joined();
  first.answer = null;
  room.check();
  await clock.advance(1_900);
  assert.equal(room.state, 'connected');
  network((message, socket) => socket.receive({re: message.id, type: message.type === 'resume' ? 'resumed' : 'ok', n: 0}));
  await clock.advance(700);
  assert.deepEqual([room.state, socket().sent[0].type, peer.signalingState], ['connected', 'resume', 'stable']);
});

test('looking after a connection that is being replaced hurries that', async () => {
  network(server());
  const {room, socket: first} = await joined();
  first.receive({type: 'closing', n: 1, reason: 'shutting-down', retryAfterMs: 60_000});
  first.die(1001);
  await settle();
  room.check();
  await settle();
  assert.equal(room.state, 'connected');
});

test('an offer that gets no answer costs the connection, not the seat; if that happens again, the seat', async () => {
  network(server());
  const {socket: first} = await joined();
  first.answer = null;
  first.receive({type: 'slots-wanted', n: 1, video: 16, audio: 4});
  network(({id, type}, socket) => type === 'resume' && socket.receive({re: id, type: 'resumed', n: 1}));
  await clock.advance(11_000);
  assert.deepEqual(socket().sent.map(({type}) => type).filter(type => type !== 'track'), ['resume', 'offer']);
  assert.deepEqual(socket().sentOf('offer')[0].id, first.sentOf('offer')[1].id);
  network(server());
  await clock.advance(11_000);
  assert.deepEqual(socket().sent.map(({type}) => type), ['join', 'offer']);
});

test('a path that the server does not hear is offered anew', async () => {
  network(server());
  const {socket, peer} = await joined();
  peer.become('connected');
  socket.receive({type: 'connection', n: 1, state: 'silent'});
  await clock.advance(1_500);
  assert.deepEqual([peer.restarts, socket.sentOf('offer').length], [1, 2]);
  socket.receive({type: 'connection', n: 2, state: 'connected'});
  await clock.advance(60_000);
  assert.equal(socket.sentOf('leave').length, 0);
});

test('an offer that is refused where others were answered makes it begin anew', async () => {
  network(server());
  const {room, socket: first} = await joined();
  const states = collect(room, 'state');
  first.answer = (message, socket) => message.type === 'offer' && refusal('bad-sdp')(message, socket);
  first.receive({type: 'slots-wanted', n: 1, video: 16, audio: 8});
  await settle();
  assert.deepEqual([states[0].state, states[0].reason, first.sentOf('leave').length], ['reconnecting', 'media', 1]);
  await clock.advance(500);
  assert.deepEqual([room.state, FakePeerConnection.made.length], ['connected', 2]);
});

test('where the first offer is refused there is nothing to be hoped for', async () => {
  network((message, socket) => (message.type === 'offer' ? refusal('bad-sdp') : server())(message, socket));
  const room = await join('ws://example.org/ws', {room: 'tea', name: 'Zoe'});
  const states = collect(room, 'state');
  await clock.advance(60_000);
  assert.deepEqual(states.map(({state, error}) => [state, error.code]), [['closed', 'bad-sdp']]);
});
