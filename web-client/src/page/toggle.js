import {h, text} from './dom.js';
import {icon} from './icons.js';

/** @import {IconName} from './icons.js' */

/**
 * @typedef {object} Face of a button in one of its states
 * @property {string} label its accessible name; what pressing it will do
 * @property {string} [caption] what stands under the icon; else the label
 * @property {IconName} icon
 * @property {boolean} [off] shown as switched off
 * @property {boolean} [busy]
 */

/**
 * A round button with an icon, whose meaning changes with what it controls.
 *
 * @param {Face} face
 * @param {() => void} press
 * @param {string} [className]
 */
export function toggle(face, press, className = '') {
  const caption = h('span', {class: 'control-caption', 'aria-hidden': 'true'});
  const picture = h('span', {class: 'control-icon'});
  const button = h('button', {type: 'button', class: `control ${className}`.trim(), onclick: press}, picture, caption);
  /** @param {Face} next */
  function show(next) {
    button.setAttribute('aria-label', next.label);
    button.classList.toggle('is-off', next.off === true);
    button.classList.toggle('is-busy', next.busy === true);
    text(caption, next.caption ?? next.label);
    if (picture.firstElementChild?.getAttribute('data-icon') !== next.icon) picture.replaceChildren(icon(next.icon));
  }
  show(face);
  return {button, show};
}

/**
 * The two buttons for one's own devices, as they are on every screen.
 *
 * @param {import('./local-media.js').LocalMedia} media
 * @param {AbortSignal} signal
 */
export function deviceToggles(media, signal) {
  const microphone = toggle(microphoneFace(media), () => void media.turn('microphone', !media.microphone.on), 'toggle-microphone');
  const camera = toggle(cameraFace(media), () => void media.turn('camera', !(media.camera.on || media.camera.starting)), 'toggle-camera');
  media.on(
    'change',
    () => {
      microphone.show(microphoneFace(media));
      camera.show(cameraFace(media));
    },
    {signal},
  );
  return [microphone.button, camera.button];
}

/**
 * @param {import('./local-media.js').LocalMedia} media
 * @returns {Face}
 */
function microphoneFace({microphone}) {
  return microphone.on
    ? {label: 'Mute', icon: 'microphone', busy: microphone.starting}
    : {label: 'Unmute', icon: 'microphoneOff', off: true, busy: microphone.starting};
}

/**
 * @param {import('./local-media.js').LocalMedia} media
 * @returns {Face}
 */
function cameraFace({camera}) {
  return camera.on || camera.starting
    ? {label: 'Stop camera', caption: 'Camera', icon: 'camera', busy: camera.starting}
    : {label: 'Start camera', caption: 'Camera', icon: 'cameraOff', off: true};
}
