import {alertBox} from './alert.js';
import {brand} from './brand.js';
import {h} from './dom.js';
import {constellation} from './constellation.js';
import {icon} from './icons.js';
import {newRoom, roomOfText} from './names.js';
import {roomProblem} from './problems.js';

/** @import {Screen} from './main.js' */

/**
 * What this is, and the way into a room.
 *
 * @param {object} options
 * @param {(room: string) => void} options.open
 * @param {boolean} [options.badRoom] came here by an address that cannot be a room's
 * @returns {Screen}
 */
export function landing({open, badRoom = false}) {
  const field = h('input', {
    id: 'room', type: 'text', class: 'input', placeholder: 'quiet-harbor-lantern', autocomplete: 'off', autocapitalize: 'none',
    spellcheck: false, 'aria-describedby': 'room-problem', enterKeyHint: 'go',
  });
  const problem = h('div', {id: 'room-problem'}, badRoom && alertBox(roomProblem({code: 'bad-room'})));

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const room = roomOfText(field.value);
    if (room) return open(room);
    field.setAttribute('aria-invalid', 'true');
    problem.replaceChildren(alertBox(roomProblem({code: 'bad-room'})));
    field.focus();
  }

  const heading = h('h1', {tabIndex: -1}, 'One room. ', h('span', {class: 'hero-turn'}, 'One line each.'));
  const element = h(
    'main',
    {class: 'landing', 'data-screen': 'landing'},
    h('header', {class: 'topbar'}, brand()),
    h(
      'section',
      {class: 'hero'},
      h(
        'div',
        {class: 'hero-words'},
        heading,
        h(
          'p',
          {class: 'lede'},
          'Video rooms in your browser. You send your camera once, to the server, and it reaches everybody: nothing to install, no account, ' +
            'and a laptop that stays quiet however many come.',
        ),
        h(
          'div',
          {class: 'hero-actions'},
          h('button', {type: 'button', class: 'button primary large', onclick: () => open(newRoom())}, 'Start a room', icon('arrow')),
        ),
        h(
          'form',
          {class: 'hero-form', onsubmit: submit, noValidate: true},
          h('label', {for: 'room'}, 'Or enter one by its name or link'),
          h('div', {class: 'field-row'}, field, h('button', {type: 'submit', class: 'button'}, 'Open')),
          problem,
        ),
      ),
      h('div', {class: 'hero-picture'}, constellation()),
    ),
    h(
      'footer',
      {class: 'landing-foot'},
      h('p', {}, 'Rooms exist while somebody is in them. Nothing is recorded; nothing is loaded from third parties.'),
    ),
  );
  return {element, title: 'Meshless', focus: heading, close() {}};
}
