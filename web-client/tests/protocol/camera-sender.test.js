import assert from 'node:assert/strict';
import {test} from 'node:test';
import {CameraSender} from '../../src/protocol/camera-sender.js';
import {FakePeerConnection, FakeReceiver, FakeSender, fakeTrack, installFakes} from './fakes.js';

installFakes();

/** @param {string[]} [sendable] */
function camera(sendable) {
  if (sendable) FakeSender.video = sendable;
  const connection = new FakePeerConnection({});
  const sender = new CameraSender(/** @type {any} */ (connection), new MediaStream());
  const [transceiver] = connection.transceivers;
  assert.ok(transceiver);
  const negotiate = async () => {
    await connection.setLocalDescription({});
    await connection.setRemoteDescription({sdp: 'answer'});
  };
  const layers = () => transceiver.sender.encodings.filter(({active}) => active).map(({rid}) => rid).join('');
  return {sender, transceiver, negotiate, layers};
}

test('the common codec is offered first, all others behind it', () => {
  assert.deepEqual(camera().transceiver.order, ['VP8', 'VP9', 'H264', 'AV1', 'rtx']);
});

test('the room’s codec comes first in the next offer, the common one behind it', async () => {
  const {sender, transceiver} = camera();
  sender.prefer('AV1');
  assert.deepEqual(transceiver.order[0], 'VP8');
  await sender.beforeOffer();
  assert.deepEqual(transceiver.order, ['AV1', 'VP8', 'VP9', 'H264', 'rtx']);
  assert.equal(transceiver.sender.encodings[0].scalabilityMode, 'L1T3');
});

test('a codec that this browser only shows is not offered to be sent', async () => {
  const {sender, transceiver} = camera(['VP8', 'VP9']);
  assert.deepEqual(transceiver.order, ['VP8', 'VP9', 'rtx']);
  sender.prefer('AV1');
  await sender.beforeOffer();
  assert.deepEqual(transceiver.order, ['VP8', 'VP9', 'rtx']);
  assert.equal(transceiver.sender.encodings[0].scalabilityMode, undefined);
  FakeReceiver.video = ['VP8'];
  assert.deepEqual(camera().transceiver.order, ['VP8', 'rtx']);
});

test('layers follow the size of what is captured', async () => {
  const {sender, layers} = camera();
  assert.equal(layers(), 'lmh');
  await sender.replaceTrack(fakeTrack('video', {width: 640, height: 360}));
  assert.equal(layers(), 'lm');
  await sender.replaceTrack(fakeTrack('video', {width: 320, height: 180}));
  assert.equal(layers(), 'l');
  await sender.replaceTrack(fakeTrack('video', {width: 1280, height: 720}));
  assert.equal(layers(), 'lmh');
});

test('of the layers that suit what is captured those are sent that somebody watches', async () => {
  const {sender, layers} = camera();
  sender.watched(['l', 'h']);
  await sender.settle();
  assert.equal(layers(), 'lh');
  await sender.replaceTrack(fakeTrack('video', {width: 640, height: 360}));
  assert.equal(layers(), 'l');
  sender.watched([]);
  await sender.settle();
  assert.equal(layers(), '');
  sender.watched(['l', 'm', 'h']);
  await sender.settle();
  assert.equal(layers(), 'lm');
});

test('what is right already is left alone', async () => {
  const {sender, transceiver, negotiate} = camera();
  await negotiate();
  await sender.replaceTrack(fakeTrack('video', {width: 1280, height: 720}));
  assert.equal(await sender.settle(), true);
  assert.equal(transceiver.sender.changes, 0);
});

test('another codec is switched to without an offer, there and back', async () => {
  const {sender, transceiver, negotiate} = camera();
  sender.prefer('AV1');
  await sender.beforeOffer();
  await negotiate();
  await sender.settle();
  assert.equal(transceiver.sender.codec, 'video/AV1');
  assert.equal(transceiver.sender.encodings[0].codec, undefined);
  sender.prefer('VP8');
  assert.equal(await sender.settle(), true);
  assert.deepEqual(transceiver.sender.encodings.map(({codec, scalabilityMode}) => [codec.mimeType, scalabilityMode]), Array(3).fill(['video/VP8', undefined]));
  sender.prefer('AV1');
  assert.equal(await sender.settle(), true);
  assert.deepEqual(transceiver.sender.encodings.map(({codec, scalabilityMode}) => [codec.mimeType, scalabilityMode]), Array(3).fill(['video/AV1', 'L1T3']));
});

test('where the browser cannot switch, another offer is asked for, and does', async () => {
  const {sender, transceiver, negotiate} = camera();
  FakeSender.switchesCodecs = false;
  await negotiate();
  sender.prefer('VP9');
  assert.equal(await sender.settle(), false);
  await sender.beforeOffer();
  await negotiate();
  assert.equal(await sender.settle(), true);
  assert.equal(transceiver.sender.codec, 'video/VP9');
});

test('a codec that was not negotiated is not insisted on', async () => {
  const {sender, transceiver, negotiate} = camera();
  await negotiate();
  transceiver.sender.codecs = transceiver.sender.codecs.slice(0, 1);
  sender.prefer('VP9');
  assert.equal(await sender.settle(), true);
  assert.equal(transceiver.sender.codec, 'video/VP8');
});
