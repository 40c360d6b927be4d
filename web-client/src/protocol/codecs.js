/**
 * What a client offers to receive and send, and nothing it would only pay for in every offer: each m-line of a room with many slots
 * repeats all codecs and header extensions, and an offer has to stay small (a full one is otherwise 150 KB).
 */

/** Header extensions the server accepts; by URI. */
const EXTENSIONS = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
]);

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
 * Trims what a transceiver offers, as far as this browser lets us.
 *
 * @param {RTCRtpTransceiver} transceiver
 * @param {'audio' | 'video'} kind
 */
export function trim(transceiver, kind) {
  const capabilities = globalThis.RTCRtpReceiver?.getCapabilities?.(kind);
  const codecs = capabilities ? wantedCodecs(capabilities.codecs) : [];
  if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs);
  trimExtensions(/** @type {ExtensionControl} */ (/** @type {unknown} */ (transceiver)));
}

/**
 * The Header Extension Control API, which is not in every browser.
 *
 * @typedef {{uri: string, direction: RTCRtpTransceiverDirection}} Extension
 * @typedef {{getHeaderExtensionsToNegotiate?: () => Extension[], setHeaderExtensionsToNegotiate?: (e: Extension[]) => void}} ExtensionControl
 */

/** @param {ExtensionControl} transceiver */
function trimExtensions(transceiver) {
  if (!transceiver.getHeaderExtensionsToNegotiate || !transceiver.setHeaderExtensionsToNegotiate) return;
  const extensions = transceiver.getHeaderExtensionsToNegotiate();
  transceiver.setHeaderExtensionsToNegotiate(
    extensions.map(e => (EXTENSIONS.has(e.uri) ? e : {...e, direction: 'stopped'})),
  );
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
