import {canShow} from '../protocol/meshless.js';
import {mark} from './brand.js';
import {Comings} from './comings.js';
import {ConnectionBanner} from './connection-banner.js';
import {h} from './dom.js';
import {Hearing} from './hearing.js';
import {icon} from './icons.js';
import {Keys} from './keys.js';
import {LineWatch} from './line-watch.js';
import {Looking} from './looking.js';
import {Notices} from './notices.js';
import {Panels} from './panels.js';
import {roomProblem} from './problems.js';
import {Speaking} from './speaking.js';
import {Stage} from './stage.js';
import {SelfTile} from './tile.js';
import {deviceToggles} from './toggle.js';
import {watchWaking} from './wakefulness.js';

/** @import {Room} from '../protocol/meshless.js' */
/** @import {LocalMedia} from './local-media.js' */
/** @import {Screen} from './main.js' */
/** @import {Problem} from './problems.js' */

/** How long publishers may take to switch to another codec. */
const SWITCH_MS = 10_000;

/**
 * In the room.
 *
 * @param {object} options
 * @param {Room} options.room
 * @param {LocalMedia} options.media
 * @param {string} options.link to this room, for others
 * @param {(problem: Problem | null) => void} options.out left, by choice or not
 * @returns {Screen}
 */
export function call({room, media, link, out}) {
  const closed = new AbortController();
  const {signal} = closed;
  const title = `${room.id} · Meshless`;

  const notices = new Notices();
  const self = new SelfTile(room.you.id, room.you.name);
  const stage = new Stage(self, invitation(link, () => void copyLink()), {
    showed: () => looking?.update(),
    explain: participant => room.explain(participant),
  });
  /** @type {Looking | null} */ let looking = null;
  const comings = new Comings(message => notices.toast(message), signal);
  const hearing = new Hearing(() =>
    notices.banner('Your browser holds the sound back until you press something.', {label: 'Click to hear', act: hear}, 'sound-held-back'),
  );
  const panels = new Panels(room, media, {
    missed: ({from, to, text}) =>
      notices.toast(`${from.name}${to ? ' (to you alone)' : ''}: ${text.length > 120 ? `${text.slice(0, 120)} …` : text}`),
    offered: (from, name) => notices.toast(`${from} offers you the file ${name}. See the chat.`),
    unread: count => (document.title = (count ? `(${count}) ` : '') + title),
    signal,
  });
  const keys = new Keys(
    [
      {key: 'm', does: 'Mute or unmute', act: () => void media.turn('microphone', !media.microphone.on)},
      {key: 'v', does: 'Stop or start the camera', act: () => void media.turn('camera', !media.camera.on)},
      {key: 'c', does: 'Chat', act: () => panels.flip('chat')},
      {key: 'p', does: 'People', act: () => panels.flip('people')},
      {key: 'PageDown', does: 'Next people, if not all fit', act: () => stage.turn(1)},
      {key: 'PageUp', does: 'Previous people', act: () => stage.turn(-1)},
    ],
    () => {
      const open = panels.isOpen;
      if (open) panels.open(null);
      return open;
    },
    signal,
  );
  new ConnectionBanner(room, notices, signal);
  new Speaking(room, (id, speaks) => stage.markSpeaking(id, speaks), signal);
  const line = new LineWatch(room, signal);
  watchWaking(() => room.check(), signal);

  const element = h(
    'main',
    {class: 'call', 'data-screen': 'room', 'aria-label': `Room ${room.id}`, tabIndex: -1},
    h(
      'header',
      {class: 'call-head'},
      h('span', {class: 'call-room'}, mark(), h('h1', {}, room.id)),
      line.element,
      h('button', {type: 'button', class: 'icon-button with-keyboard', 'aria-label': 'Keyboard', title: 'Keyboard (?)', onclick: () => keys.show()}, icon('keyboard')),
      h('button', {type: 'button', class: 'button small quiet', onclick: () => void copyLink()}, icon('link'), 'Copy link'),
    ),
    stage.element,
    panels.element,
    h('div', {class: 'controls', role: 'toolbar', 'aria-label': 'Call'}, ...deviceToggles(media, signal), ...panels.buttons, leaveButton(goOut)),
    notices.element,
    hearing.element,
    keys.element,
  );

  panels.takeDrops(stage.element);

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(link);
      notices.toast('Link copied. Send it to whoever shall come.');
    } catch {
      notices.toast(`The link to this room: ${link}`);
    }
  }

  function hear() {
    notices.clearBanner();
    hearing.resume();
  }

  function goOut() {
    void room.leave();
    out(null);
  }

  function updateSelf() {
    self.update(room.you, media);
    panels.update();
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */ let switching;
  function tellUnseen() {
    clearTimeout(switching);
    if (!canShow(room.codec)) stage.tellUnseen(room.codec);
    // Until they have all switched to what can be shown the others still send what cannot.
    else switching = setTimeout(() => stage.tellUnseen(null), SWITCH_MS);
  }

  function tellName() {
    if (room.you.renamed) notices.toast(`Somebody of your name is here already: you are “${room.you.name}”.`);
  }

  room.on('participant-joined', ({participant}) => {
    stage.add(participant);
    panels.update();
    // Who is there when one comes back is no news.
    if (room.state === 'connected') comings.came(participant.name);
  }, {signal});
  room.on('participant-left', ({participant, reason}) => {
    stage.remove(participant);
    panels.update();
    if (room.state === 'connected') comings.went(participant.name, reason === 'lost');
  }, {signal});
  room.on('participant-changed', ({participant}) => {
    stage.update(participant);
    panels.update();
  }, {signal});
  room.on('media', ({participant}) => stage.update(participant), {signal});
  room.on('speaker', ({participant}) => participant && stage.bring(participant), {signal});
  room.on('codec', tellUnseen, {signal});
  room.on('audio-slots', ({tracks}) => hearing.add(tracks), {signal});
  room.on('state', ({state, back, error}) => {
    if (state === 'closed') return out(roomProblem(error));
    if (back === 'anew') {
      tellName();
      updateSelf();
    }
  }, {signal});

  media.on('change', kind => {
    const {track, on} = media[kind];
    void room.replaceTrack(kind, track);
    room.setMuted(kind, !on);
    updateSelf();
  }, {signal});
  media.on('problem', () => {
    const latest = media.problems.at(-1);
    if (latest) notices.alert(latest);
  }, {signal});

  // Closing the tab gives the seat back at once; whoever comes back to it by the browser's own memory is told.
  addEventListener('pagehide', () => void room.leave(), {signal});
  addEventListener('pageshow', ({persisted}) => persisted && out(null), {signal});

  for (const participant of room.participants.values()) stage.add(participant);
  looking = new Looking(room, stage, signal);
  tellUnseen();
  hearing.add(room.audio);
  updateSelf();
  tellName();

  return {
    element,
    title,
    focus: element,
    close() {
      closed.abort();
      clearTimeout(switching);
      void room.leave();
      stage.close();
      hearing.close();
      media.close();
    },
  };
}

/** @param {() => void} leave */
function leaveButton(leave) {
  return h(
    'button',
    {type: 'button', class: 'control leave', 'aria-label': 'Leave', onclick: leave},
    h('span', {class: 'control-icon'}, icon('leave')),
    h('span', {class: 'control-caption', 'aria-hidden': 'true'}, 'Leave'),
  );
}

/**
 * @param {string} link
 * @param {() => void} copy
 */
function invitation(link, copy) {
  return h(
    'section',
    {class: 'invite', 'aria-label': 'Invite'},
    h(
      'div',
      {class: 'invite-body'},
      h('h2', {}, 'You are the first one here'),
      h('p', {}, 'Whoever opens this link comes in:'),
      h('p', {class: 'invite-link'}, link.replace(/^https?:\/\//, '')),
      h('button', {type: 'button', class: 'button primary', onclick: copy}, icon('link'), 'Copy the link'),
    ),
  );
}
