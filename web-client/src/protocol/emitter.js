/**
 * Like CustomEvent, which older Node.js does not have.
 *
 * @template Detail
 */
class DetailedEvent extends Event {
  /**
   * @param {string} type
   * @param {Detail} detail
   */
  constructor(type, detail) {
    super(type);
    this.detail = detail;
  }
}

/**
 * An EventTarget whose events are known by name: `Events` maps the type of an event to its `detail`.
 *
 * @template {object} Events
 */
export class Emitter extends EventTarget {
  /**
   * @template {keyof Events & string} Type
   * @param {Type} type
   * @param {Events[Type]} detail
   */
  emit(type, detail) {
    this.dispatchEvent(new DetailedEvent(type, detail));
  }

  /**
   * Like addEventListener, but the listener is given the detail itself.
   *
   * @template {keyof Events & string} Type
   * @param {Type} type
   * @param {(detail: Events[Type]) => void} listener
   * @param {{signal?: AbortSignal, once?: boolean}} [options]
   */
  on(type, listener, options) {
    this.addEventListener(type, event => listener(/** @type {DetailedEvent<Events[Type]>} */ (event).detail), options);
  }
}
