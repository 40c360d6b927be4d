import {h, text} from './dom.js';
import {icon} from './icons.js';

/** Leads from one page of people to the next. */
export class Pager {
  #text = h('span', {class: 'pager-text'});
  /** Told when the user turns the page; that people come and go is told elsewhere. */
  #status = h('span', {class: 'visually-hidden', role: 'status'});
  #previous;
  #next;
  element;

  /** @param {(by: number) => void} turn */
  constructor(turn) {
    this.#previous = h('button', {type: 'button', class: 'icon-button', 'aria-label': 'Previous people', title: 'Previous people (Page Up)', onclick: () => turn(-1)}, icon('previous'));
    this.#next = h('button', {type: 'button', class: 'icon-button', 'aria-label': 'Next people', title: 'Next people (Page Down)', onclick: () => turn(1)}, icon('next'));
    this.element = h('nav', {class: 'pager', 'aria-label': 'Pages of people', hidden: true}, this.#previous, this.#text, this.#next, this.#status);
  }

  /**
   * @param {{page: number, pages: number, start: number, end: number}} where
   * @param {number} count of people
   */
  show({page, pages, start, end}, count) {
    this.element.hidden = pages < 2;
    text(this.#text, `${start + 1}–${end} of ${count}`);
    // Not disabled: the keyboard would lose its place at either end.
    this.#previous.setAttribute('aria-disabled', String(page === 0));
    this.#next.setAttribute('aria-disabled', String(page === pages - 1));
  }

  /** Reads out where one is. */
  announce() {
    text(this.#status, `People ${(this.#text.textContent ?? '').replace('–', ' to ')}`);
  }
}
