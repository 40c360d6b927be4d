import {alertBox} from './alert.js';
import {brand} from './brand.js';
import {h} from './dom.js';

/** @import {Screen} from './main.js' */
/** @import {Problem} from './problems.js' */

/**
 * Out of the room, by choice or not.
 *
 * @param {object} options
 * @param {string} options.room
 * @param {Problem | null} options.problem why, if it was not by choice
 * @param {() => void} options.rejoin
 * @returns {Screen}
 */
export function left({room, problem, rejoin}) {
  const heading = h('h1', {tabIndex: -1}, problem ? 'You are out of the room' : 'You have left');
  const element = h(
    'main',
    {class: 'left', 'data-screen': 'left'},
    h('header', {class: 'topbar'}, brand()),
    h(
      'div',
      {class: 'left-card'},
      h('p', {class: 'eyebrow'}, 'Room ', h('strong', {}, room)),
      heading,
      problem ? alertBox(problem) : h('p', {class: 'lede'}, 'Your camera and microphone are off. The room stays open while somebody is in it.'),
      h(
        'div',
        {class: 'left-actions'},
        h('button', {type: 'button', class: 'button primary large', onclick: rejoin}, 'Rejoin'),
        h('a', {class: 'button large', href: '/'}, 'Home'),
      ),
    ),
  );
  return {element, title: `${room} · Meshless`, focus: heading, close() {}};
}
