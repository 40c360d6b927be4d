/**
 * What a client offers to receive and send, and nothing it would only pay for in every offer: each m-line of a room with many slots
 * repeats all codecs and header extensions, and an offer has to stay small (a full one is otherwise 150 KB).
 *
 * @typedef {'VP8' | 'VP9' | 'H264' | 'AV1'} VideoCodec
 */

/** @type {readonly VideoCodec[]} */
export const VIDEO_CODECS = ['VP8', 'VP9', 'H264', 'AV1'];

/** Everybody's. */
export const COMMON_CODEC = 'VP8';

const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const RID = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
const REPAIRED_RID = 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id';

/** Header extensions the server accepts; by URI. */
const EXTENSIONS = new Set([
  MID,
  RID,
  REPAIRED_RID,
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
]);

/** Those that only a sender of several encodings has a use for. */
const SENDERS_ONLY = new Set([RID, REPAIRED_RID]);

/**
 * @template {{mimeType: string, sdpFmtpLine?: string}} C
 * @param {C[]} codecs what the browser is capable of, in its order
 * @returns {C[]} VP8, VP9 profile 0, constrained-baseline H264 in packetization mode 1, AV1 profile 0 with their retransmissions;
 *     Opus, plain and with redundancy
 */
export function wantedCodecs(codecs) {
  return codecs.filter(({mimeType, sdpFmtpLine = ''}) => {
    const parameters = formatParameters(sdpFmtpLine);
    switch (mimeType.toLowerCase()) {
      case 'video/vp8':
      case 'video/rtx':
      case 'audio/opus':
      case 'audio/red':
        return true;
      case 'video/vp9':
        return (parameters.get('profile-id') ?? '0') === '0';
      case 'video/av1':
        return (parameters.get('profile') ?? '0') === '0';
      case 'video/h264':
        // profile_idc 0x42 with constraint_set1_flag: constrained baseline (RFC 6184 §8.1).
        return parameters.get('packetization-mode') === '1' && /^42[4-7c-f]0/i.test(parameters.get('profile-level-id') ?? '');
      default:
        return false;
    }
  });
}

/**
 * The video codecs this browser can both send and show, the common one first.
 *
 * @returns {VideoCodec[]}
 */
export function usableCodecs() {
  return VIDEO_CODECS.filter(codec => canSend(codec) && canShow(codec));
}

/** @param {VideoCodec} codec */
export function canShow(codec) {
  return isCapable(globalThis.RTCRtpReceiver, codec);
}

/** @param {VideoCodec} codec */
export function canSend(codec) {
  return isCapable(globalThis.RTCRtpSender, codec);
}

/**
 * A codec's name as the protocol has it.
 *
 * @param {string | null | undefined} name in any case
 * @returns {VideoCodec | null} null: not one of them
 */
export function videoCodec(name) {
  return VIDEO_CODECS.find(codec => codec === name?.toUpperCase()) ?? null;
}

/**
 * Trims what a slot offers to receive, as far as this browser lets us.
 *
 * @param {RTCRtpTransceiver} slot
 * @param {'audio' | 'video'} kind
 */
export function trimSlot(slot, kind) {
  prefer(slot, wantedCodecs(capabilities(globalThis.RTCRtpReceiver, kind)));
  trimExtensions(slot, uri => EXTENSIONS.has(uri) && !SENDERS_ONLY.has(uri));
}

/**
 * Trims what a microphone's transceiver offers to send: Opus, with redundancy where the browser has it.
 *
 * @param {RTCRtpTransceiver} transceiver
 */
export function trimMicrophone(transceiver) {
  const codecs = wantedCodecs(capabilities(globalThis.RTCRtpReceiver, 'audio'));
  prefer(transceiver, codecs.sort((a, b) => Number(isNamed(b, 'audio/red')) - Number(isNamed(a, 'audio/red'))));
  trimExtensions(transceiver, uri => EXTENSIONS.has(uri));
}

/**
 * Trims what a camera's transceiver offers to send.
 *
 * @param {RTCRtpTransceiver} transceiver
 * @param {VideoCodec} first the codec to send, if this browser can; the others stay, to be switched to without another offer
 */
export function trimCamera(transceiver, first) {
  const sendable = new Set(wantedCodecs(capabilities(globalThis.RTCRtpSender, 'video')).map(({mimeType}) => mimeType.toLowerCase()));
  // The receiver's, since those are what setCodecPreferences is held against.
  const codecs = wantedCodecs(capabilities(globalThis.RTCRtpReceiver, 'video')).filter(
    ({mimeType}) => sendable.has(mimeType.toLowerCase()),
  );
  const rank = (/** @type {{mimeType: string}} */ codec) =>
    isNamed(codec, `video/${first}`) ? 0 : isNamed(codec, `video/${COMMON_CODEC}`) ? 1 : isNamed(codec, 'video/rtx') ? 3 : 2;
  prefer(transceiver, codecs.sort((a, b) => rank(a) - rank(b)));
  trimExtensions(transceiver, uri => EXTENSIONS.has(uri));
}

/**
 * @param {{mimeType: string}} codec
 * @param {string} mimeType
 */
export function isNamed(codec, mimeType) {
  return codec.mimeType.toLowerCase() === mimeType.toLowerCase();
}

/**
 * @param {{getCapabilities?: (kind: string) => RTCRtpCapabilities | null} | undefined} side
 * @param {'audio' | 'video'} kind
 */
function capabilities(side, kind) {
  return side?.getCapabilities?.(kind)?.codecs ?? [];
}

/**
 * @param {Parameters<typeof capabilities>[0]} side
 * @param {VideoCodec} codec
 */
function isCapable(side, codec) {
  const codecs = wantedCodecs(capabilities(side, 'video'));
  // A browser that does not tell is believed to do what all do.
  return codecs.length === 0 ? codec === COMMON_CODEC : codecs.some(known => isNamed(known, `video/${codec}`));
}

/**
 * @param {RTCRtpTransceiver} transceiver
 * @param {RTCRtpCodec[]} codecs
 */
function prefer(transceiver, codecs) {
  if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs);
}

/**
 * The Header Extension Control API, which is not in every browser.
 *
 * @typedef {{uri: string, direction: RTCRtpTransceiverDirection}} Extension
 * @typedef {{getHeaderExtensionsToNegotiate?: () => Extension[], setHeaderExtensionsToNegotiate?: (e: Extension[]) => void}} ExtensionControl
 */

/**
 * @param {RTCRtpTransceiver} transceiver
 * @param {(uri: string) => boolean} isWanted
 */
function trimExtensions(transceiver, isWanted) {
  const control = /** @type {ExtensionControl} */ (/** @type {unknown} */ (transceiver));
  if (!control.getHeaderExtensionsToNegotiate || !control.setHeaderExtensionsToNegotiate) return;
  const extensions = control.getHeaderExtensionsToNegotiate();
  control.setHeaderExtensionsToNegotiate(extensions.map(e => (isWanted(e.uri) ? e : {...e, direction: 'stopped'})));
}

/** @param {string} line as in `a=fmtp`, without its payload type */
function formatParameters(line) {
  return new Map(
    line.split(';').map(pair => {
      const [key = '', value = ''] = pair.split('=', 2);
      return /** @type {const} */ ([key.trim().toLowerCase(), value.trim()]);
    }),
  );
}
