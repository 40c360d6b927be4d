import {prepare, usableCodecs, videoCodec} from '../protocol/meshless.js';
import {alertBox} from './alert.js';
import {avatar, nameAvatar} from './avatar.js';
import {brand} from './brand.js';
import {attribute, h, text} from './dom.js';
import {LocalMedia} from './local-media.js';
import {roomProblem, unsupportedBrowser} from './problems.js';
import {recall, remember} from './store.js';
import {deviceToggles} from './toggle.js';

/** @import {Room} from '../protocol/meshless.js' */
/** @import {VideoCodec} from '../protocol/codecs.js' */
/** @import {DeviceKind} from './local-media.js' */
/** @import {Screen} from './main.js' */

/**
 * A look in the mirror before going in: name, camera, microphone.
 *
 * @param {object} options
 * @param {string} options.room
 * @param {string | null} options.name
 * @param {string | null} options.quality
 * @param {VideoCodec | null} options.codec of the room, should this be the one who opens it
 * @param {string} options.server the address of its WebSocket
 * @param {(room: Room, media: LocalMedia) => void} options.joined
 * @returns {Screen}
 */
export function prejoin({room, name, quality, codec, server, joined}) {
  const closed = new AbortController();
  const {signal} = closed;
  const media = new LocalMedia(quality);
  const supported = 'RTCPeerConnection' in globalThis && 'WebSocket' in globalThis;
  // What Join would have to wait for happens while the user is still looking.
  const entrance = supported ? prepare(server) : null;
  let handedOver = false;

  const field = h('input', {
    id: 'name', type: 'text', class: 'input large', autocomplete: 'nickname', maxLength: 64, required: true, spellcheck: false,
    value: name ?? recall('name') ?? '', 'aria-describedby': 'join-problem', enterKeyHint: 'go',
  });
  const video = h('video', {class: 'mirrored', muted: true, autoplay: true, playsInline: true, 'aria-label': 'Your own picture'});
  const face = avatar(field.value);
  const hint = h('p', {class: 'preview-hint', role: 'status'});
  const preview = h('div', {class: 'preview'}, h('div', {class: 'preview-cover'}, face, hint), video, h('div', {class: 'preview-controls'}, ...deviceToggles(media, signal)));
  const selects = h('div', {class: 'device-selects'});
  const codecs = codecChoice(codec);
  const deviceProblems = h('div', {class: 'stack'});
  const joinProblem = h('div', {id: 'join-problem'});
  const button = h('button', {type: 'submit', class: 'button primary large wide'}, 'Join');
  const heading = h('h1', {tabIndex: -1}, 'Ready to go in?');

  const element = h(
    'main',
    {class: 'prejoin', 'data-screen': 'prejoin'},
    h('header', {class: 'topbar'}, brand()),
    h(
      'div',
      {class: 'prejoin-body'},
      h('section', {class: 'prejoin-preview', 'aria-label': 'Camera and microphone'}, preview, deviceProblems),
      h(
        'form',
        {class: 'prejoin-form', onsubmit: submit, noValidate: true},
        h('div', {}, h('p', {class: 'eyebrow'}, 'Room ', h('strong', {}, room)), heading),
        h('div', {class: 'field'}, h('label', {for: 'name'}, 'Your name'), field),
        selects,
        advanced(codecs),
        joinProblem,
        button,
        h('p', {class: 'fine'}, 'With camera and microphone off you will still see and hear everybody.'),
      ),
    ),
  );

  field.addEventListener('input', () => {
    nameAvatar(face, field.value);
    field.removeAttribute('aria-invalid');
    joinProblem.replaceChildren();
  });

  function showPreview() {
    const {track, starting} = media.camera;
    const shown = /** @type {MediaStream | null} */ (video.srcObject)?.getVideoTracks()[0] ?? null;
    if (shown !== track) video.srcObject = track ? new MediaStream([track]) : null;
    attribute(preview, 'data-camera', track ? 'on' : 'off');
    text(hint, starting ? 'Starting your camera …' : track ? '' : 'Camera is off');
  }

  function showProblems() {
    deviceProblems.replaceChildren(
      ...media.problems.map(problem => alertBox(problem, media.possible ? [{label: 'Try again', act: () => void start()}] : [])),
    );
  }

  function showDevices() {
    selects.replaceChildren(...[select('camera', 'Camera'), select('microphone', 'Microphone')].filter(x => x !== null));
  }

  /**
   * @param {DeviceKind} kind
   * @param {string} label
   */
  function select(kind, label) {
    const devices = media.ofKind(kind);
    // Before permission is given they have no names; and one is no choice.
    if (devices.length < 2 || devices.every(device => device.label === '')) return null;
    const current = media[kind].track?.getSettings().deviceId ?? media[kind].deviceId;
    const options = devices.map((device, i) => new Option(device.label || `${label} ${i + 1}`, device.deviceId, false, device.deviceId === current));
    const element = h('select', {id: kind, class: 'input', onchange: () => void media.choose(kind, element.value)}, ...options);
    return h('div', {class: 'field'}, h('label', {for: kind}, label), element);
  }

  async function start() {
    await media.start();
    if (!signal.aborted && !handedOver) entrance?.warm();
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    if (!entrance || button.getAttribute('aria-disabled') === 'true') return;
    const chosen = field.value.trim().replace(/\s+/g, ' ');
    if (!chosen) {
      field.setAttribute('aria-invalid', 'true');
      joinProblem.replaceChildren(
        alertBox({code: 'name-missing', title: 'What shall the others call you?', advice: 'Type a name first.'}),
      );
      field.focus();
      return;
    }
    remember('name', chosen);
    joinProblem.replaceChildren();
    busy(true);
    try {
      const {camera, microphone} = media;
      const room = await entrance.join({
        room: roomName, name: chosen, camera: camera.track, microphone: microphone.track, muted: !microphone.on,
        codec: videoCodec(codecs.value), signal,
      });
      handedOver = true;
      joined(room, media);
    } catch (error) {
      if (signal.aborted) return;
      busy(false);
      joinProblem.replaceChildren(alertBox(roomProblem(error)));
      if (/** @type {{code?: string}} */ (error).code === 'bad-name') field.focus();
    }
  }

  const roomName = room;

  /** @param {boolean} on */
  function busy(on) {
    attribute(button, 'aria-disabled', on ? 'true' : null);
    button.classList.toggle('is-busy', on);
  }

  // The server does not hold the door for ever.
  for (const type of ['pointerenter', 'focus']) button.addEventListener(type, () => entrance?.warm());

  media.on('change', showPreview, {signal});
  media.on('problem', showProblems, {signal});
  media.on('devices', showDevices, {signal});
  showPreview();
  if (supported) void start();
  else {
    joinProblem.replaceChildren(alertBox(unsupportedBrowser()));
    button.disabled = true;
  }

  return {
    element,
    title: `${room} · Meshless`,
    focus: field.value ? button : field,
    close() {
      closed.abort();
      video.srcObject = null;
      if (handedOver) return;
      media.close();
      entrance?.close();
    },
  };
}

/** What a codec is good for, to whoever has to choose one. */
const CODECS = {
  VP8: 'VP8: works everywhere',
  VP9: 'VP9: less data, more work',
  H264: 'H.264: easy on phones',
  AV1: 'AV1: least data, most work',
};

/** @param {VideoCodec | null} chosen */
function codecChoice(chosen) {
  const usable = usableCodecs();
  const options = usable.map(codec => new Option(CODECS[codec], codec, false, codec === chosen));
  return h('select', {id: 'codec', class: 'input', 'aria-describedby': 'codec-hint'}, new Option('The server’s choice', ''), ...options);
}

/**
 * Of no interest to most.
 *
 * @param {HTMLSelectElement} codecs
 */
function advanced(codecs) {
  return h(
    'details',
    {class: 'advanced', open: codecs.value !== ''},
    h('summary', {}, 'Advanced'),
    h(
      'div',
      {class: 'field'},
      h('label', {for: 'codec'}, 'How the room’s video is encoded'),
      codecs,
      h('p', {id: 'codec-hint', class: 'fine'}, 'Counts if you are the one who opens the room.'),
    ),
  );
}
