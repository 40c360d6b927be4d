/** What rooms may be called, and what people are shown as. */

const MOST_ROOM_CHARACTERS = 128;

/** @param {string} room */
export function isRoom(room) {
  return (
    room.length <= MOST_ROOM_CHARACTERS &&
    /^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/.test(room) &&
    // Browsers take these out of an address before anybody sees them.
    !room.split('/').some(segment => segment === '.' || segment === '..')
  );
}

/**
 * The room of an address of this page.
 *
 * @param {string} pathname
 * @returns {string | null} null: not a room's; what comes back need not be a valid room
 */
export function roomOfPath(pathname) {
  const match = /^\/r\/(.*?)\/?$/.exec(pathname);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1] ?? '');
  } catch {
    return match[1] ?? '';
  }
}

/**
 * The room somebody means who typed its name or pasted its link.
 *
 * @param {string} typed
 * @returns {string | null} null where no room can be made of it
 */
export function roomOfText(typed) {
  const text = typed.trim();
  const room = /^[a-z]+:\/\//i.test(text)
    ? URL.canParse(text) ? roomOfPath(new URL(text).pathname) : null
    : (roomOfPath(text) ?? text.replace(/^\/+|\/+$/g, '').replace(/\s+/g, '-'));
  return room !== null && isRoom(room) ? room : null;
}

const FIRST = (
  'amber autumn blue bright calm cedar clear copper coral cosy crisp dawn deep early easy evening fair fern gentle gold ' +
  'golden green happy hazel honest indigo ivory jolly kind late lemon light lilac little lively lucky lunar maple mellow merry ' +
  'mild minty misty mossy neat noble olive open pale pearl plain plum proud quick quiet rapid rosy round ruby rustic sage ' +
  'sandy silent silver simple smooth soft solar spring still summer sunny swift teal tender tidy velvet violet vivid warm ' +
  'white wide wild winter wise young'
).split(' ');
const SECOND = (
  'acorn apple badger barley beacon birch bird brook cabin candle canyon castle cello cherry cliff clover cloud comet cove ' +
  'crane creek daisy delta dune eagle ember falcon feather field finch fjord forest fox garden glade grove gull harbor heron ' +
  'hill island ivy kettle lake lantern lark leaf linden lotus lynx marble meadow mill moon moss mountain nest oak ocean orchard ' +
  'otter owl palm path pebble petal pine plum pond poppy prairie quill rabbit rain raven reef ridge river robin rose sail shell ' +
  'sky sparrow spruce star stone stream swan thistle thrush tide trail tulip valley wave willow wren'
).split(' ');

/**
 * A name for a new room that can be said over the telephone, one of some eight hundred million.
 *
 * @param {(below: number) => number} [random] a random integer from 0
 */
export function newRoom(random = randomBelow) {
  /** @param {string[]} words */
  const pick = words => words[random(words.length)];
  return `${pick(FIRST)}-${pick(SECOND)}-${pick(SECOND)}-${100 + random(900)}`;
}

/** @param {number} below */
function randomBelow(below) {
  const value = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return Math.floor((value / 2 ** 32) * below);
}

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/**
 * One or two letters for somebody without a picture.
 *
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/[\s._-]+/).filter(word => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const [first, ...rest] = words;
  if (!first) return '?';
  const last = rest.at(-1);
  const one = firstGrapheme(first);
  // "Ann 2" is a second Ann.
  return (last ? one + firstGrapheme(last) : one).toUpperCase();
}

/** @param {string} word */
function firstGrapheme(word) {
  for (const {segment} of graphemes.segment(word)) return segment;
  return '';
}

/**
 * A hue of one's own, the same on every screen.
 *
 * @param {string} name
 * @returns {number} degrees, 0…359
 */
export function hue(name) {
  let hash = 2166136261;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  // Steps of the golden angle keep neighbours in a list apart.
  return Math.round(((hash >>> 8) * 137.508) % 360) % 360;
}
