import {atOrAfter} from '../protocol/meshless.js';

/** @import {RemoteMedia} from '../protocol/meshless.js' */

/** Where the browser cannot tell when it presents a frame: how often to look what it has decoded. */
const POLL_MS = 100;
/** After so many frames without a timestamp, or without a source, this browser tells none. */
const PATIENCE_FRAMES = 30;
/** Presented and received frames of one slot are no further apart: 10 s at 90 kHz. */
const NEAR = 900_000;

/**
 * Waits until a video element presents a picture of the source its slot was last given to: the message that says whose it is and the
 * frames themselves travel on different ways, and nobody's face may appear under another's name.
 *
 * @param {HTMLVideoElement} video
 * @param {RemoteMedia} media
 * @param {() => void} fresh called once, unless aborted
 * @param {AbortSignal} signal
 */
export function whenFresh(video, media, fresh, signal) {
  const wanted = media.fresh;
  const {receiver} = media;
  if (!wanted || !receiver) return;
  const first = wanted.rtpTimestamp;

  /** @param {number | undefined} rtpTimestamp */
  const isFresh = rtpTimestamp => first === null || (rtpTimestamp !== undefined && atOrAfter(rtpTimestamp, first));

  /**
   * Whether a presented frame is this slot's at all. When people change slots, the element still presents a frame of the slot it showed
   * before, whose timestamps begin elsewhere and are as likely as not after `first`. What this slot has received of the source tells
   * them apart. (Firefox lists a source one frame late.)
   *
   * @param {number} rtpTimestamp
   */
  const isOfSlot = rtpTimestamp => {
    const sources = wanted.sourceId === null ? [] : receiver.getContributingSources();
    if (sources.length === 0) return wanted.sourceId === null || ++unlisted > PATIENCE_FRAMES;
    const {rtpTimestamp: received} = sources.find(({source}) => source === wanted.sourceId) ?? {};
    return received !== undefined && isFresh(received) && Math.abs((rtpTimestamp - received) | 0) < NEAR;
  };
  let unlisted = 0;

  if (typeof video.requestVideoFrameCallback !== 'function') return poll();

  /** @type {VideoFrameRequestCallback} */
  const onFrame = (_now, {rtpTimestamp}) => {
    if (signal.aborted) return;
    let fits = false;
    if (rtpTimestamp !== undefined) fits = isFresh(rtpTimestamp) && (first === null || isOfSlot(rtpTimestamp));
    // What was received last says nothing of the frame that is presented: it only has to do where the browser never tells.
    else if (first === null || ++untold > PATIENCE_FRAMES) fits = isFresh(receiver.getSynchronizationSources()[0]?.rtpTimestamp);
    if (fits) fresh();
    else handle = video.requestVideoFrameCallback(onFrame);
  };
  let untold = 0;
  let handle = video.requestVideoFrameCallback(onFrame);
  signal.addEventListener('abort', () => video.cancelVideoFrameCallback(handle));

  function poll() {
    let timer = setTimeout(look, POLL_MS);
    signal.addEventListener('abort', () => clearTimeout(timer));
    function look() {
      if (isFresh(receiver?.getSynchronizationSources()[0]?.rtpTimestamp)) fresh();
      else timer = setTimeout(look, POLL_MS);
    }
  }
}
