import {alertBox} from './alert.js';
import {attribute, h, text} from './dom.js';
import {FileCards} from './files.js';
import {icon} from './icons.js';
import {hue} from './names.js';
import {roomProblem} from './problems.js';

/** @import {Participant, Room} from '../protocol/meshless.js' */
/** @import {Chat} from '../protocol/room.js' */

/** How many messages stay on the page. */
const MOST_MESSAGES = 500;

/** What is written in the room: to everyone, or to one. */
export class ChatPanel {
  #log = h('div', {class: 'chat-log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages', tabIndex: 0});
  #empty = h('p', {class: 'chat-empty'}, 'No messages yet. What you write to everyone is kept while somebody is here, for those who come later.');
  #to = h('select', {id: 'chat-to', class: 'input small'});
  #field = h('textarea', {id: 'chat-text', class: 'input', rows: 1, maxLength: 4000, placeholder: 'Write a message', enterKeyHint: 'send'});
  #problem = h('div', {});
  #room;
  #files;
  /** @type {{from: string, to: string | null, minute: number} | null} */ #last = null;

  /**
   * @param {Room} room
   * @param {(chat: Chat, mine: boolean) => void} received
   * @param {(from: string, name: string) => void} offered somebody offers a file of that name
   * @param {AbortSignal} signal
   */
  constructor(room, received, offered, signal) {
    this.#room = room;
    this.#to.append(new Option('Everyone', ''));
    this.#files = new FileCards(room, {
      to: () => this.#to.value || null,
      show: card => this.#append(card, false),
      problem: error => this.#problem.replaceChildren(alertBox(roomProblem(error))),
      offered,
      signal,
    });
    const form = h(
      'form',
      {class: 'chat-form', onsubmit: (/** @type {Event} */ event) => void this.#submit(event)},
      h('div', {class: 'chat-to'}, h('label', {for: 'chat-to'}, 'To'), this.#to),
      h(
        'div',
        {class: 'chat-write'},
        this.#files.button,
        h('label', {for: 'chat-text', class: 'visually-hidden'}, 'Message'),
        this.#field,
        h('button', {type: 'submit', class: 'button primary icon-only', 'aria-label': 'Send'}, icon('send')),
      ),
      this.#problem,
    );
    this.#log.append(this.#empty);
    this.element = h('div', {class: 'chat'}, this.#log, form);
    this.#files.takeDrops(this.element);
    this.#field.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.#field.addEventListener('input', () => this.#fitField());
    this.#to.addEventListener('change', () => this.#showAddressee());
    room.on(
      'chat',
      chat => {
        const mine = chat.from.id === room.you.id;
        this.#add(chat, mine);
        received(chat, mine);
      },
      {signal},
    );
  }

  /** @param {HTMLElement} element on which files can be dropped, too */
  takeDrops(element) {
    this.#files.takeDrops(element);
  }

  focus() {
    this.#field.focus();
  }

  /**
   * Begins a private message.
   *
   * @param {Participant} participant
   */
  writeTo(participant) {
    this.#to.value = participant.id;
    this.#showAddressee();
    this.focus();
  }

  /** The people one can write to have changed. */
  updatePeople() {
    const chosen = this.#to.selectedOptions[0];
    const people = [...this.#room.participants.values()];
    const known = [...this.#to.options].slice(1);
    if (known.length === people.length && known.every((option, i) => option.value === people[i]?.id)) return;
    this.#to.replaceChildren(new Option('Everyone', ''), ...people.map(({id, name}) => addressee(id, name, 'only')));
    if (!chosen?.value) return;
    const {value, dataset: {name = ''}} = chosen;
    // Somebody who came back is somebody else to the server. What was meant for one who left must not go to everybody.
    const same = people.find(({id}) => id === value) ?? people.find(person => person.name === name);
    if (!same) this.#to.append(addressee(value, name, '(not here)'));
    this.#to.value = same ? same.id : value;
    this.#showAddressee();
  }

  #showAddressee() {
    const chosen = this.#to.selectedOptions[0];
    const isPrivate = this.#to.value !== '';
    this.element.classList.toggle('is-private', isPrivate);
    this.#field.placeholder = isPrivate ? `Write to ${chosen?.dataset.name} alone` : 'Write a message';
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const message = this.#field.value.trim();
    if (!message) return;
    const to = this.#to.value || undefined;
    this.#field.value = '';
    this.#fitField();
    this.#problem.replaceChildren();
    try {
      await this.#room.chat(message, {to});
    } catch (error) {
      if (!this.#field.value) this.#field.value = message;
      this.#fitField();
      this.#problem.replaceChildren(alertBox(roomProblem(error)));
    }
  }

  /**
   * @param {Chat} chat
   * @param {boolean} mine
   */
  #add({from, to, text: message, at}, mine) {
    // Those who wrote before we came may have left since.
    const name = h('span', {class: 'chat-name'}, mine ? 'You' : from.name || 'Somebody who left');
    const minute = Math.floor(at.getTime() / 60_000);
    const continued = this.#last?.from === from.id && this.#last.to === to && this.#last.minute === minute;
    this.#last = {from: from.id, to, minute};
    const addressee = to === null ? null : to === this.#room.you.id ? 'you' : (this.#room.participants.get(to)?.name ?? 'somebody who left');
    const bubble = h(
      'div',
      {class: 'chat-message'},
      !continued &&
        h(
          'div',
          {class: 'chat-head'},
          name,
          addressee !== null && h('span', {class: 'chat-private'}, icon('lock'), mine ? `to ${addressee}` : 'to you alone'),
          h('time', {class: 'chat-time', dateTime: at.toISOString()}, at.toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'})),
        ),
      h('p', {class: 'chat-text'}, ...linked(message)),
    );
    bubble.style.setProperty('--hue', String(hue(from.name)));
    bubble.classList.toggle('is-mine', mine);
    bubble.classList.toggle('is-private', addressee !== null);
    bubble.classList.toggle('is-continued', continued);
    attribute(bubble, 'data-from', from.name);
    this.#append(bubble, mine);
  }

  /**
   * @param {HTMLElement} entry
   * @param {boolean} mine
   */
  #append(entry, mine) {
    this.#empty.remove();
    if (!entry.classList.contains('chat-message')) this.#last = null;
    const atEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 60;
    this.#log.append(entry);
    while (this.#log.childElementCount > MOST_MESSAGES) this.#log.firstElementChild?.remove();
    if (atEnd || mine) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #fitField() {
    const {style} = this.#field;
    style.height = 'auto';
    style.height = `${Math.min(this.#field.scrollHeight + 2, 140)}px`;
  }
}

/**
 * @param {string} id
 * @param {string} name
 * @param {string} note
 */
function addressee(id, name, note) {
  const option = new Option(`${name} ${note}`, id);
  option.dataset.name = name;
  return option;
}

/**
 * Makes web addresses in a message into links that tell nothing about this page to whoever runs them.
 *
 * @param {string} message
 */
function linked(message) {
  return message.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])/u).map((part, i) => {
    if (i % 2 === 0) return part;
    const link = h('a', {href: part, target: '_blank', rel: 'noopener noreferrer nofollow'});
    text(link, part);
    return link;
  });
}
