/** As many as a page shows at once; as many as the server sends at most. */
export const PER_PAGE = 25;

/**
 * The order in which people stand on the stage: those with a picture first, then those without, either as they came; oneself behind
 * them, but always on the first page, where a guest from a later page takes the last place before.
 *
 * @template T
 * @param {T[]} others in the order in which they came
 * @param {T} self
 * @param {(other: T) => boolean} hasPicture
 * @param {T} [guest] one of the others
 * @returns {T[]}
 */
export function inOrder(others, self, hasPicture, guest) {
  const ordered = [...others.filter(hasPicture), ...others.filter(other => !hasPicture(other))];
  const place = guest === undefined ? -1 : ordered.indexOf(guest);
  if (place >= PER_PAGE - 1) ordered.splice(PER_PAGE - 2, 0, ...ordered.splice(place, 1));
  ordered.splice(PER_PAGE - 1, 0, self);
  return ordered;
}

/**
 * A page of so many people.
 *
 * @param {number} count
 * @param {number} wanted page, from 0; the nearest there is will be taken
 * @returns {{page: number, pages: number, start: number, end: number}} start: index of the first one on it; end: one after the last
 */
export function pageOf(count, wanted) {
  const pages = Math.max(1, Math.ceil(count / PER_PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const start = page * PER_PAGE;
  return {page, pages, start, end: Math.min(count, start + PER_PAGE)};
}

/** A finger has to move so far, and rather sideways than up or down. */
const SWIPE_PX = 60;

/**
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @returns {-1 | 0 | 1} by how many pages to go on; 0: that was no swipe
 */
export function swipe(from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < 2 * Math.abs(dy)) return 0;
  return dx < 0 ? 1 : -1;
}
