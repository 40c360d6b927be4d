/** @import {VideoCodec} from './codecs.js' */

/** The encodings of a camera, small to large. */
const RIDS = ['l', 'm', 'h'];

const MAX_FRAMERATE = 30;

/** A smaller picture (in pixels, whichever way the camera is held) saves next to nothing beside the one twice its size. */
const SMALLEST = 240 * 135;
/** Cameras round their sizes. */
const TOLERANCE = 0.97;

/** What is captured unless it is known better. */
const USUAL_SIZE = {width: 1280, height: 720};

/** What a codec needs for the same picture, beside VP8. */
const THRIFT = {VP8: 1, H264: 1, VP9: 0.8, AV1: 0.7};

/** Less than the first no encoder makes do with; more than the second nobody sees. */
const LEAST_BPS = 30_000;
const MOST_BPS = 3_000_000;

/**
 * How a camera's picture is encoded: in three sizes at once (simulcast), each half as wide and high as the next, from which the server
 * picks for everybody what they have room for. Of a small picture there are two, or one; the encodings that are left over are negotiated,
 * but not sent. It is the last ones that are left over, for Chromium gives a small picture the first one or two encodings only, and never
 * sends the others.
 *
 * VP9 and AV1 get a `scalabilityMode` on every encoding, as Chromium takes several encodings of theirs for spatial layers otherwise, and
 * sends one.
 *
 * @param {VideoCodec} codec
 * @param {{width?: number, height?: number} | null} [captured] null: not known
 * @returns {(RTCRtpEncodingParameters & {scalabilityMode?: string})[]}
 */
export function cameraEncodings(codec, captured) {
  const {width, height} = sizeOf(captured);
  const whole = width * height;
  const count = RIDS.filter((_, i) => i === 0 || whole / 4 ** i >= SMALLEST * TOLERANCE).length;
  return RIDS.map((rid, i) => {
    const scaleResolutionDownBy = Math.max(1, 2 ** (count - 1 - i));
    return {
      rid,
      scaleResolutionDownBy,
      active: i < count,
      maxBitrate: maxBitrate(whole / scaleResolutionDownBy ** 2, codec),
      maxFramerate: MAX_FRAMERATE,
      ...(codec === 'VP9' || codec === 'AV1' ? {scalabilityMode: 'L1T3'} : {}),
    };
  });
}

/** @param {{width?: number, height?: number} | null | undefined} captured */
function sizeOf(captured) {
  return captured?.width && captured.height ? {width: captured.width, height: captured.height} : USUAL_SIZE;
}

/**
 * 75 kbit/s for 160 × 90, 210 for 320 × 180, 600 for 640 × 360, 1,700 for 1280 × 720: larger pictures need less for each pixel.
 *
 * @param {number} pixels
 * @param {VideoCodec} codec
 */
function maxBitrate(pixels, codec) {
  const bps = 57 * pixels ** 0.75 * THRIFT[codec];
  return Math.round(Math.max(LEAST_BPS, Math.min(MOST_BPS, bps)) / 1_000) * 1_000;
}
