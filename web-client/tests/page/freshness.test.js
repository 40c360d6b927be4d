import assert from 'node:assert/strict';
import {test} from 'node:test';
import {whenFresh} from '../../src/page/freshness.js';
import {installFakes} from '../protocol/fakes.js';

const clock = installFakes();

/** A video element as far as frames are concerned. */
class FakeVideo {
  /** @type {Map<number, Function>} */ callbacks = new Map();
  #next = 1;

  /** @param {Function} callback */
  requestVideoFrameCallback(callback) {
    this.callbacks.set(this.#next, callback);
    return this.#next++;
  }

  /** @param {number} handle */
  cancelVideoFrameCallback(handle) {
    this.callbacks.delete(handle);
  }

  /** @type {number | undefined} of the last frame presented */ last;

  /** @param {number} [rtpTimestamp] */
  present(rtpTimestamp) {
    this.last = rtpTimestamp;
    const due = [...this.callbacks.values()];
    this.callbacks.clear();
    for (const callback of due) callback(0, rtpTimestamp === undefined ? {} : {rtpTimestamp});
  }
}

/**
 * @param {number | null} first
 * @param {number} [decoded] timestamp that the receiver tells of
 */
function waiting(first, decoded) {
  const video = new FakeVideo();
  const receiver = {
    getSynchronizationSources: () => (decoded === undefined ? [] : [{rtpTimestamp: decoded}]),
    // What is presented was received from the source that is waited for, until a test says otherwise.
    getContributingSources: () => [{source: 1, rtpTimestamp: video.last}],
  };
  const media = {receiver, fresh: {generation: 1, rtpTimestamp: first, sourceId: 1}};
  const aborted = new AbortController();
  const seen = {count: 0};
  const watch = () => whenFresh(/** @type {any} */ (video), /** @type {any} */ (media), () => seen.count++, aborted.signal);
  return {video, media, aborted, seen, watch};
}

test('frames of whoever had the slot before do not lift the cover', () => {
  const {video, seen, watch} = waiting(90_000);
  watch();
  video.present(80_000);
  video.present(89_999);
  assert.equal(seen.count, 0);
  video.present(90_000);
  assert.equal(seen.count, 1);
  video.present(93_000);
  assert.equal(seen.count, 1);
});

test('the first frame may be one after the first, and beyond the wrap of the clock', () => {
  const {video, seen, watch} = waiting(0xffff_fff0);
  watch();
  video.present(0xffff_0000);
  assert.equal(seen.count, 0);
  video.present(3_000);
  assert.equal(seen.count, 1);
});

test('a frame of another slot, whose timestamps begin elsewhere, does not lift the cover', () => {
  const {video, media, seen, watch} = waiting(90_000);
  watch();
  media.receiver.getContributingSources = () => [{source: 2, rtpTimestamp: 89_000}];
  video.present(2_000_000_000);
  assert.equal(seen.count, 0, 'nothing of the source has come');
  media.receiver.getContributingSources = () => [{source: 1, rtpTimestamp: 60_000}];
  video.present(2_000_003_000);
  assert.equal(seen.count, 0, 'what came of it is of an earlier assignment');
  media.receiver.getContributingSources = () => [{source: 1, rtpTimestamp: 93_000}];
  video.present(2_000_006_000);
  assert.equal(seen.count, 0, 'what is presented is not what came');
  video.present(90_000);
  assert.equal(seen.count, 1);
});

test('a browser that lists no sources is believed after a while', () => {
  const {video, media, seen, watch} = waiting(90_000);
  media.receiver.getContributingSources = () => [];
  watch();
  video.present(90_000);
  assert.equal(seen.count, 0);
  for (let frame = 1; frame < 40; frame++) video.present(90_000 + frame * 3_000);
  assert.equal(seen.count, 1);
});

test('a slot that was given away again is not waited for', () => {
  const {video, aborted, seen, watch} = waiting(90_000);
  watch();
  aborted.abort();
  video.present(90_000);
  assert.deepEqual([seen.count, video.callbacks.size], [0, 0]);
});

test('without a first timestamp any frame presented from now on will do', () => {
  const {video, seen, watch} = waiting(null);
  watch();
  assert.equal(seen.count, 0);
  video.present(5);
  assert.equal(seen.count, 1);
});

test('a browser that does not tell a frame’s timestamp is asked what it has decoded', () => {
  const late = waiting(90_000, 80_000);
  late.watch();
  for (let frame = 0; frame < 40; frame++) late.video.present();
  assert.equal(late.seen.count, 0);
  const fresh = waiting(90_000, 90_000);
  fresh.watch();
  // Not at the first one: a frame or two without a timestamp come in browsers that tell it, too.
  fresh.video.present();
  assert.equal(fresh.seen.count, 0);
  for (let frame = 0; frame < 40; frame++) fresh.video.present();
  assert.equal(fresh.seen.count, 1);
});

test('a browser that tells of no frames at all is asked now and then', async () => {
  const {video, media, seen, watch, aborted} = waiting(90_000, 80_000);
  Object.assign(video, {requestVideoFrameCallback: undefined});
  watch();
  await clock.advance(1_000);
  assert.equal(seen.count, 0);
  media.receiver.getSynchronizationSources = () => [{rtpTimestamp: 90_001}];
  await clock.advance(100);
  assert.equal(seen.count, 1);
  await clock.advance(1_000);
  assert.deepEqual([seen.count, clock.waiting], [1, 0]);
  aborted.abort();
});

test('nothing is waited for where no slot carries the source', () => {
  const {video, media, watch} = waiting(90_000);
  Object.assign(media, {receiver: null});
  watch();
  assert.equal(video.callbacks.size, 0);
});
