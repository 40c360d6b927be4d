import {videoCodec} from '../protocol/meshless.js';
import {call} from './call.js';
import {landing} from './landing.js';
import {left} from './left.js';
import {isRoom, roomOfPath} from './names.js';
import {prejoin} from './prejoin.js';

/** @import {Room} from '../protocol/meshless.js' */
/** @import {LocalMedia} from './local-media.js' */

/**
 * @typedef {object} Screen
 * @property {HTMLElement} element
 * @property {string} title of the document
 * @property {HTMLElement} focus where the keyboard is when the screen appears
 * @property {() => void} close lets go of everything it holds
 */

/** @type {Screen | null} */ let current = null;

/** What tests and the browser's console see. */
const handle = {room: /** @type {Room | null} */ (null)};
Object.assign(globalThis, {meshless: handle});

/** @param {Screen} screen */
function show(screen) {
  const first = current === null;
  current?.close();
  current = screen;
  document.title = screen.title;
  document.body.replaceChildren(screen.element);
  scrollTo(0, 0);
  // A fresh page reads itself out from the top, unless there is a field to fill in.
  if (!first || screen.focus instanceof HTMLInputElement) screen.focus.focus({preventScroll: true});
}

/** Shows what the address says. */
function route() {
  const room = roomOfPath(location.pathname);
  if (room !== null && isRoom(room)) enter(room);
  else show(landing({open: go, badRoom: room !== null && room !== ''}));
}

/** @param {string} room */
function go(room) {
  history.pushState(null, '', `/r/${room}`);
  route();
}

/** @param {string} room */
function enter(room) {
  const query = new URLSearchParams(location.search);
  show(
    prejoin({
      room,
      name: query.get('name'),
      quality: query.get('quality'),
      codec: videoCodec(query.get('codec')),
      server: socketAddress(),
      joined,
    }),
  );
}

/**
 * @param {Room} room
 * @param {LocalMedia} media
 */
function joined(room, media) {
  handle.room = room;
  show(
    call({
      room,
      media,
      link: `${location.origin}/r/${room.id}`,
      out: problem => {
        handle.room = null;
        show(left({room: room.id, problem, rejoin: () => enter(room.id)}));
      },
    }),
  );
}

function socketAddress() {
  const address = new URL('/ws', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}

addEventListener('popstate', route);
route();
