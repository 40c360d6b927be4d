import {h} from './dom.js';
import {duo, grid} from './layout.js';
import {RemoteTile, SelfTile} from './tile.js';

/** @import {Participant} from '../protocol/meshless.js' */

/** A little longer than a move takes. */
const MOVE_MS = 450;

/** Where the tiles stand, as large as the window lets them be. */
export class Stage {
  /** @type {Map<string, RemoteTile>} */ #tiles = new Map();
  #area = {width: 0, height: 0};
  #observer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #moving;

  /**
   * @param {SelfTile} self
   * @param {HTMLElement} invitation shown beside oneself while nobody else is there
   */
  constructor(self, invitation) {
    this.self = self;
    this.invitation = invitation;
    this.list = h('ul', {class: 'tiles', 'aria-label': 'People in the room'}, self.element);
    this.element = h('div', {class: 'stage'}, this.list, invitation);
    this.#observer = new ResizeObserver(() => this.#measure());
    this.#observer.observe(this.element);
  }

  /** @param {Participant} participant */
  add(participant) {
    const tile = new RemoteTile(participant);
    tile.video.addEventListener('resize', () => this.#rearrange());
    this.#tiles.set(participant.id, tile);
    this.list.insertBefore(tile.element, this.self.element);
    this.#rearrange();
  }

  /** @param {Participant} participant */
  update(participant) {
    this.#tiles.get(participant.id)?.update();
  }

  /** @param {Participant} participant */
  remove(participant) {
    this.#tiles.get(participant.id)?.close();
    this.#tiles.delete(participant.id);
    this.#rearrange();
  }

  close() {
    this.#observer.disconnect();
    for (const tile of this.#tiles.values()) tile.close();
    this.self.close();
  }

  #measure() {
    const {width, height} = this.list.getBoundingClientRect();
    this.#area = {width, height};
    this.#arrange();
  }

  /** Moves the tiles to where they belong now, for all to see; when the window changes they are just there. */
  #rearrange() {
    this.element.classList.add('is-moving');
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => this.element.classList.remove('is-moving'), MOVE_MS);
    this.#arrange();
  }

  #arrange() {
    const {width, height} = this.#area;
    if (width === 0 || height === 0) return;
    const gap = width < 600 ? 8 : 12;
    const others = [...this.#tiles.values()];
    
    this.invitation.hidden = others.length > 0;
    this.element.classList.remove('is-duo');
    if (others.length === 0) {
      const [mine, card] = grid(2, this.#area, gap);
      if (mine) this.self.place(mine);
      if (card) place(this.invitation, card);
    } else if (others.length === 1 && others[0] && (width >= height || others[0].upright)) {
      const {other, self} = duo(this.#area, gap + 4);
      this.element.classList.add('is-duo');
      others[0].place(other);
      this.self.place(self);
    } else {
      const boxes = grid(others.length + 1, this.#area, gap);
      [...others, this.self].forEach((tile, i) => {
        const box = boxes[i];
        if (box) tile.place(box);
      });
    }
  }
}

/**
 * @param {HTMLElement} element
 * @param {import('./layout.js').Box} box
 */
function place({style}, {x, y, width, height}) {
  style.setProperty('--x', `${x.toFixed(1)}px`);
  style.setProperty('--y', `${y.toFixed(1)}px`);
  style.width = `${width.toFixed(1)}px`;
  style.height = `${height.toFixed(1)}px`;
}
