import {h, order} from './dom.js';
import {duo, grid} from './layout.js';
import {Pager} from './pager.js';
import {inOrder, pageOf, PER_PAGE, swipe} from './paging.js';
import {RemoteTile, SelfTile} from './tile.js';

/** @import {Participant} from '../protocol/meshless.js' */
/** @import {VideoCodec} from '../protocol/codecs.js' */
/** @import {ViewTile} from '../protocol/view-report.js' */
/** @import {Box} from './layout.js' */

/** A little longer than a move takes. */
const MOVE_MS = 450;

/**
 * Where the tiles stand, as large as the window lets them be. Whatever comes and goes between two frames is arranged once, and only
 * what moved is touched.
 */
export class Stage {
  /** @type {Map<string, RemoteTile>} in the order in which they came */ #tiles = new Map();
  /** @type {(RemoteTile | SelfTile)[]} on the page that is shown, as they stand */ #shown = [];
  /** Whether the tiles have places. */
  #settled = false;
  #area = {width: 0, height: 0};
  #page = 0;
  #showed;
  #explain;
  #pager = new Pager(by => this.turn(by));
  #observer;
  #scheduled = 0;
  /** @type {(RemoteTile | SelfTile)[]} on all pages */ #everybody = [];
  /** @type {RemoteTile | undefined} whoever spoke last of those who stood beyond the first page */ #guest;
  /** @type {VideoCodec | null} */ #unseen = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #moving;

  /**
   * @param {SelfTile} self
   * @param {HTMLElement} invitation shown beside oneself while nobody else is there
   * @param {object} options
   * @param {() => void} options.showed called when other tiles are shown, or of other sizes; see `view`
   * @param {(participant: Participant) => Promise<string>} options.explain why their picture comes as it does
   */
  constructor(self, invitation, {showed, explain}) {
    this.self = self;
    this.invitation = invitation;
    this.#showed = showed;
    this.#explain = explain;
    this.list = h('ul', {class: 'tiles', 'aria-label': 'People in the room'}, self.element);
    this.element = h('div', {class: 'stage'}, this.list, this.#pager.element, invitation);
    this.#observer = new ResizeObserver(() => this.#measure());
    this.#observer.observe(this.list);
    this.#listenForSwipes();
  }

  /** @param {Participant} participant */
  add(participant) {
    const tile = new RemoteTile(participant, () => this.#explain(participant));
    // Of two people alone an upright picture is laid out differently.
    tile.video.addEventListener('resize', () => this.#tiles.size === 1 && this.#schedule());
    tile.tellUnseen(this.#unseen);
    this.#tiles.set(participant.id, tile);
    this.list.insertBefore(tile.element, this.self.element);
    this.#schedule();
  }

  /** @param {Participant} participant */
  update(participant) {
    const tile = this.#tiles.get(participant.id);
    if (!tile) return;
    const before = tile.hasPicture;
    tile.update();
    if (tile.hasPicture !== before) this.#schedule();
  }

  /** @param {Participant} participant */
  remove(participant) {
    this.#tiles.get(participant.id)?.close();
    this.#tiles.delete(participant.id);
    this.#schedule();
  }

  /**
   * Pictures that have not come yet are encoded so that this browser cannot show them.
   *
   * @param {VideoCodec | null} codec null: they are not
   */
  tellUnseen(codec) {
    this.#unseen = codec;
    for (const tile of this.#tiles.values()) tile.tellUnseen(codec);
  }

  /**
   * Somebody has the floor: who stands beyond the first page comes there, in place of whoever came so before.
   *
   * @param {Participant} participant
   */
  bring({id}) {
    const tile = this.#tiles.get(id);
    if (!tile || this.#everybody.indexOf(tile) < PER_PAGE) return;
    this.#guest = tile;
    this.#schedule();
  }

  /**
   * @param {string} id
   * @param {boolean} speaks
   */
  markSpeaking(id, speaks) {
    this.#tiles.get(id)?.markSpeaking(speaks);
  }

  /** @param {number} by pages */
  turn(by) {
    const {page} = pageOf(this.#tiles.size + 1, this.#page + by);
    if (page === this.#page) return;
    this.#page = page;
    this.#arrange();
    this.#pager.announce();
  }

  /**
   * The videos that are on the page now, in device pixels.
   *
   * @returns {ViewTile[] | null} null: the page was not laid out yet
   */
  view() {
    if (!this.#settled) return null;
    const scale = globalThis.devicePixelRatio || 1;
    const tiles = this.#shown.filter(tile => tile instanceof RemoteTile);
    return tiles.map(({id, box: {width, height}}) => ({participant: id, source: 'camera', width: width * scale, height: height * scale}));
  }

  close() {
    cancelAnimationFrame(this.#scheduled);
    this.#observer.disconnect();
    for (const tile of this.#tiles.values()) tile.close();
    this.self.close();
  }

  #measure() {
    const {width, height} = this.list.getBoundingClientRect();
    this.#area = {width, height};
    this.#arrange();
  }

  /** Moves the tiles to where they belong, before the next frame and for all to see; when the window changes they are just there. */
  #schedule() {
    this.#scheduled ||= requestAnimationFrame(() => {
      this.element.classList.add('is-moving');
      clearTimeout(this.#moving);
      this.#moving = setTimeout(() => this.element.classList.remove('is-moving'), MOVE_MS);
      this.#arrange();
    });
  }

  #arrange() {
    cancelAnimationFrame(this.#scheduled);
    this.#scheduled = 0;
    /** @type {(RemoteTile | SelfTile)[]} */ const others = [...this.#tiles.values()];
    const everybody = inOrder(others, this.self, tile => tile instanceof RemoteTile && tile.hasPicture, this.#guest);
    this.#everybody = everybody;
    order(this.list, everybody.map(({element}) => element));
    const where = pageOf(everybody.length, this.#page);
    this.#page = where.page;
    this.#pager.show(where, everybody.length);
    this.element.classList.toggle('is-paged', where.pages > 1);
    this.#shown = everybody.slice(where.start, where.end);
    everybody.forEach((tile, i) => (tile.element.hidden = i < where.start || i >= where.end));
    this.invitation.hidden = others.length > 0;
    this.#place();
    this.#showed();
  }

  #place() {
    const {width, height} = this.#area;
    if (width === 0 || height === 0) return;
    this.#settled = true;
    const gap = width < 600 ? 8 : 12;
    const [other, ...more] = this.#tiles.values();
    const isDuo = other !== undefined && more.length === 0 && (width >= height || other.upright);
    this.element.classList.toggle('is-duo', isDuo);
    if (!other) {
      const [mine, card] = grid(2, this.#area, gap);
      if (mine) this.self.place(mine);
      if (card) place(this.invitation, card);
    } else if (isDuo) {
      const boxes = duo(this.#area, gap + 4);
      other.place(boxes.other);
      this.self.place(boxes.self);
    } else {
      const boxes = grid(this.#shown.length, this.#area, gap);
      this.#shown.forEach((tile, i) => {
        const box = boxes[i];
        if (box) tile.place(box);
      });
    }
  }

  #listenForSwipes() {
    /** @type {{id: number, x: number, y: number} | null} */ let from = null;
    this.list.addEventListener('pointerdown', ({pointerType, isPrimary, pointerId: id, clientX: x, clientY: y}) => {
      from = pointerType === 'touch' && isPrimary ? {id, x, y} : null;
    });
    this.list.addEventListener('pointerup', ({pointerId, clientX: x, clientY: y}) => {
      if (from?.id === pointerId) this.turn(swipe(from, {x, y}));
      from = null;
    });
    this.list.addEventListener('pointercancel', () => (from = null));
  }
}

/**
 * @param {HTMLElement} element
 * @param {Box} box
 */
function place({style}, {x, y, width, height}) {
  style.setProperty('--x', `${x.toFixed(1)}px`);
  style.setProperty('--y', `${y.toFixed(1)}px`);
  style.width = `${width.toFixed(1)}px`;
  style.height = `${height.toFixed(1)}px`;
}
