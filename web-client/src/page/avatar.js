import {h, text} from './dom.js';
import {hue, initials} from './names.js';

/**
 * Somebody without a picture.
 *
 * @param {string} name
 */
export function avatar(name) {
  const element = h('span', {class: 'avatar', 'aria-hidden': 'true'}, h('span', {class: 'avatar-letters'}));
  nameAvatar(element, name);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 */
export function nameAvatar(element, name) {
  text(/** @type {HTMLElement} */ (element.firstElementChild), initials(name));
  element.style.setProperty('--hue', String(hue(name)));
}
