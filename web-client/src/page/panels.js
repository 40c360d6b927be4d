import {ChatPanel} from './chat.js';
import {attribute, h, text} from './dom.js';
import {icon} from './icons.js';
import {PeoplePanel} from './people.js';
import {toggle} from './toggle.js';

/** @import {Room} from '../protocol/meshless.js' */
/** @import {Chat} from '../protocol/room.js' */
/** @import {LocalMedia} from './local-media.js' */

/** @typedef {'chat' | 'people'} PanelName */

/** What stands beside the stage when it is asked for: chat or people, and the buttons that ask. */
export class Panels {
  #room;
  #chat;
  #people;
  #heading = h('h2', {id: 'panel-title', tabIndex: -1});
  #body = h('div', {class: 'panel-body'});
  /** @type {PanelName | null} */ #opened = null;
  #unread = 0;
  #scheduled = 0;
  /** @type {(unread: number) => void} */ #unreadChanged;
  #toggles = {
    chat: toggle({label: 'Chat', icon: 'chat'}, () => this.flip('chat'), 'toggle-chat'),
    people: toggle({label: 'People', icon: 'people'}, () => this.flip('people'), 'toggle-people'),
  };

  /**
   * @param {Room} room
   * @param {LocalMedia} media
   * @param {object} options
   * @param {(chat: Chat) => void} options.missed a message of somebody came while the chat was closed
   * @param {(from: string, name: string) => void} options.offered somebody offered a file while the chat was closed
   * @param {(unread: number) => void} options.unread how many there are now
   * @param {AbortSignal} options.signal
   */
  constructor(room, media, {missed, offered, unread, signal}) {
    this.#room = room;
    this.#unreadChanged = unread;
    this.#chat = new ChatPanel(
      room,
      (chat, mine) => this.#onChat(chat, mine, missed),
      (from, name) => this.#onOffer(from, name, offered),
      signal,
    );
    this.#people = new PeoplePanel(room, media, participant => {
      this.open('chat');
      this.#chat.writeTo(participant);
    });
    const close = h('button', {type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => this.open(null)}, icon('close'));
    this.element = h(
      'aside',
      {class: 'panel', hidden: true, 'aria-labelledby': 'panel-title'},
      h('header', {class: 'panel-head'}, this.#heading, close),
      this.#body,
    );
    this.buttons = [this.#toggles.chat.button, this.#toggles.people.button];
    for (const button of this.buttons) attribute(button, 'aria-expanded', 'false');
    this.#update();
    signal.addEventListener('abort', () => cancelAnimationFrame(this.#scheduled));
  }

  /** Whether one is open. */
  get isOpen() {
    return this.#opened !== null;
  }

  /** @param {PanelName} name */
  flip(name) {
    this.open(this.#opened === name ? null : name);
  }

  /** @param {PanelName | null} name null: close */
  open(name) {
    const before = this.#opened;
    this.#opened = name;
    this.element.hidden = name === null;
    for (const [own, {button}] of Object.entries(this.#toggles)) attribute(button, 'aria-expanded', String(own === name));
    if (name === null) {
      if (before) this.#toggles[before].button.focus();
      return;
    }
    text(this.#heading, name === 'chat' ? 'Chat' : 'People');
    this.#body.replaceChildren(name === 'chat' ? this.#chat.element : this.#people.element);
    if (name === 'chat') {
      this.#showUnread(0);
      this.#chat.focus();
    } else {
      this.#people.update();
      this.#heading.focus();
    }
  }

  /** Who is here, or how they are, has changed: shown with the next frame, however often that happens until then. */
  update() {
    this.#scheduled ||= requestAnimationFrame(() => this.#update());
  }

  #update() {
    this.#scheduled = 0;
    const count = this.#room.participants.size + 1;
    const {button, show} = this.#toggles.people;
    show({label: `People, ${count} here`, caption: 'People', icon: 'people'});
    attribute(button, 'data-count', count);
    this.#chat.updatePeople();
    if (this.#opened === 'people') this.#people.update();
  }

  /**
   * @param {Chat} chat
   * @param {boolean} mine
   * @param {(chat: Chat) => void} missed
   */
  #onChat(chat, mine, missed) {
    if (mine || this.#opened === 'chat') return;
    this.#showUnread(this.#unread + 1);
    // What was said before one came is there to be read, and not news.
    if (!chat.isKept) missed(chat);
  }

  /**
   * @param {string} from
   * @param {string} name
   * @param {(from: string, name: string) => void} offered
   */
  #onOffer(from, name, offered) {
    if (this.#opened === 'chat') return;
    this.#showUnread(this.#unread + 1);
    offered(from, name);
  }

  /** @param {HTMLElement} element on which files can be dropped */
  takeDrops(element) {
    this.#chat.takeDrops(element);
  }

  /** @param {number} count */
  #showUnread(count) {
    this.#unread = count;
    const {button, show} = this.#toggles.chat;
    show({label: count ? `Chat, ${count} unread` : 'Chat', caption: 'Chat', icon: 'chat'});
    attribute(button, 'data-unread', count > 99 ? '99+' : count || null);
    this.#unreadChanged(count);
  }
}
