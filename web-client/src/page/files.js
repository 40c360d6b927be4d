import {FileExchange} from '../protocol/meshless.js';
import {attribute, h, text} from './dom.js';
import {icon} from './icons.js';
import {hue} from './names.js';

/** @import {IncomingFile, OutgoingFile, Room} from '../protocol/meshless.js' */

/** How many files one drop may hold. */
const MOST_FILES = 10;

/**
 * @typedef {object} FilesHost
 * @property {() => string | null} to the participant that files are for now; null: everybody
 * @property {(card: HTMLElement) => void} show
 * @property {(error: unknown) => void} problem
 * @property {(from: string, name: string) => void} offered
 * @property {AbortSignal} signal
 */

/** Files that are given away and received: a card in the chat for each, with its progress. */
export class FileCards {
  #room;
  #host;
  #exchange;
  #input = h('input', {type: 'file', id: 'chat-files', multiple: true, hidden: true, 'aria-hidden': 'true', tabIndex: -1});

  /**
   * @param {Room} room
   * @param {FilesHost} host
   */
  constructor(room, host) {
    this.#room = room;
    this.#host = host;
    this.#exchange = new FileExchange(room, host.signal);
    this.#exchange.on('offer', ({file}) => {
      host.show(incomingCard(file, host.signal));
      host.offered(file.from.name, file.name);
    }, {signal: host.signal});
    this.#input.addEventListener('change', () => {
      this.#give([...(this.#input.files ?? [])]);
      this.#input.value = '';
    });
    this.button = h(
      'span',
      {class: 'chat-attach'},
      this.#input,
      h('button', {type: 'button', class: 'button icon-only', 'aria-label': 'Send a file', title: 'Send a file', onclick: () => this.#input.click()}, icon('attach')),
    );
  }

  /** @param {HTMLElement} element on which files can be dropped */
  takeDrops(element) {
    const {signal} = this.#host;
    const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
    element.addEventListener('dragover', event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      element.classList.add('is-drop');
    }, {signal});
    element.addEventListener('dragleave', () => element.classList.remove('is-drop'), {signal});
    element.addEventListener('drop', event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      element.classList.remove('is-drop');
      this.#give([...(event.dataTransfer?.files ?? [])]);
    }, {signal});
  }

  /** @param {File[]} files */
  async #give(files) {
    const to = this.#host.to();
    try {
      for (const file of files.slice(0, MOST_FILES)) {
        const outgoing = await this.#exchange.send(file, {to: to ?? undefined});
        this.#host.show(outgoingCard(outgoing, to === null ? null : (this.#room.participants.get(to)?.name ?? '')));
      }
    } catch (error) {
      this.#host.problem(error);
    }
  }
}

/**
 * @param {string} who
 * @param {string | null} privately
 * @param {string} name
 * @param {number} size
 */
function card(who, privately, name, size) {
  const status = h('p', {class: 'file-status', role: 'status'});
  const progress = h('progress', {class: 'file-progress', max: 1, value: 0, hidden: true, 'aria-label': `Progress of ${name}`});
  const actions = h('div', {class: 'file-actions'});
  const element = h(
    'div',
    {class: 'file-card', role: 'group', 'aria-label': `File ${name}`, 'data-file': name},
    h(
      'div',
      {class: 'chat-head'},
      h('span', {class: 'chat-name'}, who),
      privately !== null && h('span', {class: 'chat-private'}, icon('lock'), privately),
    ),
    h('div', {class: 'file-what'}, icon('file'), h('span', {class: 'file-name'}, name), h('span', {class: 'file-size'}, sized(size))),
    progress,
    status,
    actions,
  );
  element.style.setProperty('--hue', String(hue(who)));
  return {
    element,
    actions,
    /**
     * @param {string} words
     * @param {number | null} part done, 0 to 1; null: there is nothing to see of that
     */
    show(words, part) {
      // Not every percent is to be read aloud.
      text(status, words);
      progress.hidden = part === null;
      if (part !== null) progress.value = part;
    },
  };
}

/**
 * @param {IncomingFile} file
 * @param {AbortSignal} signal
 */
function incomingCard(file, signal) {
  const {element, actions, show} = card(file.from.name, file.isPrivate ? 'to you alone' : null, file.name, file.size);
  const receive = button('Receive', `Receive ${file.name}`, () => void file.accept());
  const decline = button('Decline', `Decline ${file.name}`, () => file.decline());
  const cancel = button('Cancel', `Cancel ${file.name}`, () => file.cancel());
  /** @type {string | null} */ let url = null;
  const update = () => {
    attribute(element, 'data-state', file.state);
    switch (file.state) {
      case 'offered':
        show('', null);
        return actions.replaceChildren(receive, decline);
      case 'receiving':
        show(`Receiving`, file.size ? file.received / file.size : 1);
        if (cancel.parentElement !== actions) actions.replaceChildren(cancel);
        return;
      case 'checking':
        show('Checking', 1);
        return;
      case 'done':
        url = URL.createObjectURL(/** @type {Blob} */ (file.blob));
        show('Received, and its content is as it was sent.', null);
        return actions.replaceChildren(
          h('a', {class: 'button small primary', href: url, download: file.name, 'aria-label': `Save ${file.name}`}, 'Save'),
        );
      case 'failed':
        show('It did not arrive.', null);
        return actions.replaceChildren();
      case 'cancelled':
        show('Cancelled.', null);
        return actions.replaceChildren();
      case 'declined':
        show('Declined.', null);
        return actions.replaceChildren();
    }
  };
  file.on('change', update);
  update();
  signal.addEventListener('abort', () => {
    file.cancel();
    if (url) URL.revokeObjectURL(url);
  });
  return element;
}

/**
 * @param {OutgoingFile} file
 * @param {string | null} to the name of the only one it is for
 */
function outgoingCard(file, to) {
  const {element, actions, show} = card('You', to === null ? null : `to ${to}`, file.name, file.size);
  element.classList.add('is-mine');
  actions.append(button('Cancel', `Cancel ${file.name}`, () => file.cancel()));
  const update = () => {
    const all = [...file.receivers.values()];
    const done = all.filter(({state}) => state === 'done').length;
    const busy = all.filter(({state}) => state === 'receiving' || state === 'behind');
    attribute(element, 'data-state', file.state);
    attribute(element, 'data-done', done);
    if (file.state === 'cancelled') {
      actions.replaceChildren();
      show('Cancelled.', null);
    } else if (busy.length > 0) {
      show(`Sending to ${named(busy)}`, file.size ? Math.min(...busy.map(({received}) => received)) / file.size : 1);
    } else {
      show(done > 0 ? `Received by ${named(all.filter(({state}) => state === 'done'))}.` : 'Offered.', null);
    }
  };
  file.on('change', update);
  update();
  return element;
}

/** @param {{name: string}[]} people */
function named(people) {
  return people.length > 3 ? `${people.length} people` : people.map(({name}) => name).join(', ');
}

/**
 * @param {string} caption
 * @param {string} label
 * @param {() => void} act
 */
function button(caption, label, act) {
  return h('button', {type: 'button', class: 'button small', 'aria-label': label, onclick: act}, caption);
}

/** @param {number} bytes */
export function sized(bytes) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
