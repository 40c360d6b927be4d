import {h, text} from './dom.js';
import {icon} from './icons.js';

/** @import {Problem} from './problems.js' */

const TOAST_MS = 6_000;

/** What happens in passing (toasts) and what lasts (the banner), said to eyes and ears. */
export class Notices {
  #toasts = h('div', {class: 'toasts', role: 'status', 'aria-live': 'polite'});
  #alerts = h('div', {class: 'toasts'});
  #banner = h('div', {class: 'banner', hidden: true});
  #bannerText = h('p', {class: 'banner-text', role: 'status'});
  #bannerAction = h('button', {type: 'button', class: 'button small'});
  #act = () => {};
  element = h('div', {class: 'notices'}, this.#banner, this.#alerts, this.#toasts);

  constructor() {
    this.#banner.append(h('span', {class: 'banner-dot', 'aria-hidden': 'true'}), this.#bannerText, this.#bannerAction);
    this.#bannerAction.addEventListener('click', () => this.#act());
  }

  /** @param {string} message */
  toast(message) {
    this.#show(this.#toasts, h('div', {class: 'toast'}, h('p', {}, message)), TOAST_MS);
  }

  /** @param {Problem} problem */
  alert({code, title, advice}) {
    for (const known of this.#alerts.querySelectorAll('[data-error]')) {
      if (known.getAttribute('data-error') === code) known.remove();
    }
    const body = h('div', {}, h('p', {class: 'toast-title'}, title), h('p', {class: 'toast-advice'}, advice));
    this.#show(this.#alerts, h('div', {class: 'toast is-problem', role: 'alert', 'data-error': code}, icon('warning'), body), TOAST_MS * 2.5);
  }

  /**
   * @param {string} message
   * @param {{label: string, act: () => void} | null} [action]
   * @param {string | null} [code] for `data-error`, where it is trouble
   */
  banner(message, action = null, code = null) {
    this.#banner.hidden = false;
    if (code) this.#banner.setAttribute('data-state', code);
    else this.#banner.removeAttribute('data-state');
    text(this.#bannerText, message);
    this.#bannerAction.hidden = action === null;
    if (action) {
      text(this.#bannerAction, action.label);
      this.#act = action.act;
    }
  }

  clearBanner() {
    this.#banner.hidden = true;
    text(this.#bannerText, '');
  }

  /**
   * @param {HTMLElement} region
   * @param {HTMLElement} toast
   * @param {number} ms
   */
  #show(region, toast, ms) {
    const close = h('button', {type: 'button', class: 'toast-close', 'aria-label': 'Dismiss', onclick: () => toast.remove()}, icon('close'));
    toast.append(close);
    region.append(toast);
    while (region.childElementCount > 3) region.firstElementChild?.remove();
    /** @type {ReturnType<typeof setTimeout>} */ let timer;
    const arm = () => (timer = setTimeout(() => toast.remove(), ms));
    // Nobody is hurried who is reading it or about to press something in it.
    toast.addEventListener('pointerenter', () => clearTimeout(timer));
    toast.addEventListener('pointerleave', arm);
    arm();
  }
}
