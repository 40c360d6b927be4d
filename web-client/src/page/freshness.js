import {atOrAfter} from '../protocol/meshless.js';

/** @import {RemoteMedia} from '../protocol/meshless.js' */

/** Where the browser cannot tell when it presents a frame: how often to look what it has decoded. */
const POLL_MS = 100;
/** After so many frames in a row without a timestamp, this browser tells none. */
const PATIENCE_FRAMES = 30;

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

  if (typeof video.requestVideoFrameCallback !== 'function') return poll();

  /** @type {VideoFrameRequestCallback} */
  const onFrame = (_now, {rtpTimestamp}) => {
    if (signal.aborted) return;
    // What was received last says nothing of the frame that is presented: it only has to do where the browser never tells.
    untold = rtpTimestamp === undefined ? untold + 1 : 0;
    const told = untold > PATIENCE_FRAMES ? receiver.getSynchronizationSources()[0]?.rtpTimestamp : rtpTimestamp;
    if (isFresh(told)) fresh();
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
