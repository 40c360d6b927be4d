import {h} from './dom.js';
import {icon} from './icons.js';
import {recall, remember} from './store.js';

/**
 * @typedef {object} Shortcut
 * @property {string} key a single letter, or PageUp or PageDown
 * @property {string} does
 * @property {() => void} act
 */

/**
 * Single keys that do what buttons do, and the dialog that tells of them. They can be switched off, for people whose voice or hands
 * press keys they do not mean (WCAG 2.1.4).
 */
export class Keys {
  #shortcuts;
  #dialog;

  /**
   * @param {Shortcut[]} shortcuts
   * @param {() => boolean} escape closes what is open; false: nothing was
   * @param {AbortSignal} signal
   */
  constructor(shortcuts, escape, signal) {
    this.#shortcuts = shortcuts;
    const on = h('input', {
      type: 'checkbox', id: 'shortcuts-on', checked: recall('shortcuts') !== 'off',
      onchange: () => remember('shortcuts', on.checked ? null : 'off'),
    });
    const rows = [...shortcuts.map(({key, does}) => [key.length === 1 ? key.toUpperCase() : key.replace('Page', 'Pg '), does]), ['Esc', 'Close what is open'], ['?', 'Show this']];
    this.#dialog = h(
      'dialog',
      {class: 'dialog', 'aria-labelledby': 'keys-title'},
      h(
        'form',
        {method: 'dialog'},
        h(
          'header',
          {class: 'panel-head'},
          h('h2', {id: 'keys-title'}, 'Keyboard'),
          h('button', {class: 'icon-button', 'aria-label': 'Close'}, icon('close')),
        ),
        h('dl', {class: 'keys'}, ...rows.map(([key, does]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, does)))),
        h('p', {class: 'check'}, on, h('label', {for: 'shortcuts-on'}, 'Use single keys in calls')),
      ),
    );
    this.element = this.#dialog;
    document.addEventListener(
      'keydown',
      event => {
        if (event.key === 'Escape' && !this.#dialog.open && escape()) event.preventDefault();
        else this.#onKey(event);
      },
      {signal},
    );
  }

  show() {
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing || this.#dialog.open) return;
    if (isTyping(event.target) || recall('shortcuts') === 'off') return;
    const pressed = event.key.toLowerCase();
    const shortcut = this.#shortcuts.find(({key}) => key.toLowerCase() === pressed);
    if (!shortcut && pressed !== '?') return;
    // What can be scrolled shall be.
    if (pressed.startsWith('page') && event.target instanceof Element && event.target.closest('.panel')) return;
    event.preventDefault();
    if (shortcut) shortcut.act();
    else this.show();
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
