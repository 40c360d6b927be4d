import {ChatPanel} from './chat.js';
import {mark} from './brand.js';
import {attribute, h, text} from './dom.js';
import {Hearing} from './hearing.js';
import {icon} from './icons.js';
import {Notices} from './notices.js';
import {PeoplePanel} from './people.js';
import {roomProblem} from './problems.js';
import {recall, remember} from './store.js';
import {Stage} from './stage.js';
import {SelfTile} from './tile.js';
import {deviceToggles, toggle} from './toggle.js';

/** @import {Room} from '../protocol/meshless.js' */
/** @import {StateChange} from '../protocol/seat.js' */
/** @import {LocalMedia} from './local-media.js' */
/** @import {Screen} from './main.js' */
/** @import {Problem} from './problems.js' */

/** @typedef {'chat' | 'people'} PanelName */

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
  const notices = new Notices();
  const self = new SelfTile(room.you.id, room.you.name);
  const stage = new Stage(self, invitation());
  const hearing = new Hearing(() =>
    notices.banner('Your browser holds the sound back until you press something.', {label: 'Click to hear', act: hear}),
  );
  const chat = new ChatPanel(room, onChat, signal);
  const people = new PeoplePanel(room, media, participant => {
    open('chat');
    chat.writeTo(participant);
  });

  // --- panels

  /** @type {PanelName | null} */ let opened = null;
  let unread = 0;
  const panelTitle = h('h2', {id: 'panel-title', tabIndex: -1});
  const panelBody = h('div', {class: 'panel-body'});
  const panel = h(
    'aside',
    {class: 'panel', hidden: true, 'aria-labelledby': 'panel-title'},
    h('header', {class: 'panel-head'}, panelTitle, h('button', {type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => open(null)}, icon('close'))),
    panelBody,
  );
  const badge = h('span', {class: 'badge', hidden: true, 'aria-hidden': 'true'});
  const chatToggle = toggle({label: 'Chat', icon: 'chat'}, () => open(opened === 'chat' ? null : 'chat'));
  const peopleToggle = toggle({label: 'People', icon: 'people'}, () => open(opened === 'people' ? null : 'people'));
  const count = h('span', {class: 'badge is-count', 'aria-hidden': 'true'});
  chatToggle.button.append(badge);
  peopleToggle.button.append(count);

  /** @param {PanelName | null} name */
  function open(name) {
    const before = opened;
    opened = name;
    panel.hidden = name === null;
    element.classList.toggle('has-panel', name !== null);
    attribute(chatToggle.button, 'aria-expanded', String(name === 'chat'));
    attribute(peopleToggle.button, 'aria-expanded', String(name === 'people'));
    if (name === null) {
      if (before) (before === 'chat' ? chatToggle : peopleToggle).button.focus();
      return;
    }
    text(panelTitle, name === 'chat' ? 'Chat' : 'People');
    panelBody.replaceChildren(name === 'chat' ? chat.element : people.element);
    if (name === 'chat') {
      unread = 0;
      showUnread();
      chat.focus();
    } else {
      people.update();
      panelTitle.focus();
    }
  }

  function showUnread() {
    badge.hidden = unread === 0;
    text(badge, unread > 99 ? '99+' : String(unread));
    chatToggle.show({label: unread ? `Chat, ${unread} unread` : 'Chat', caption: 'Chat', icon: 'chat'});
    document.title = (unread ? `(${unread}) ` : '') + title;
  }

  /**
   * @param {import('../protocol/room.js').Chat} message
   * @param {boolean} mine
   */
  function onChat({from, to, text: body}, mine) {
    if (mine || opened === 'chat') return;
    unread++;
    showUnread();
    notices.toast(`${from.name}${to ? ' (to you alone)' : ''}: ${body.length > 120 ? `${body.slice(0, 120)} …` : body}`);
  }

  // --- the frame

  const title = `${room.id} · Meshless`;
  const copy = h('button', {type: 'button', class: 'button small quiet', onclick: () => void copyLink()}, icon('link'), h('span', {}, 'Copy link'));
  const leave = h('button', {type: 'button', class: 'control leave', 'aria-label': 'Leave', onclick: goOut}, h('span', {class: 'control-icon'}, icon('leave')), h('span', {class: 'control-caption', 'aria-hidden': 'true'}, 'Leave'));
  const element = h(
    'main',
    {class: 'call', 'data-screen': 'room', 'aria-label': `Room ${room.id}`, tabIndex: -1},
    h('header', {class: 'call-head'}, h('span', {class: 'call-room'}, mark(), h('h1', {}, room.id)), copy),
    stage.element,
    panel,
    h(
      'div',
      {class: 'controls', role: 'toolbar', 'aria-label': 'Call'},
      ...deviceToggles(media, signal),
      chatToggle.button,
      peopleToggle.button,
      leave,
    ),
    notices.element,
    hearing.element,
  );

  function invitation() {
    const address = h('p', {class: 'invite-link'}, link.replace(/^https?:\/\//, ''));
    return h(
      'section',
      {class: 'invite', 'aria-label': 'Invite'},
      h('div', {class: 'invite-body'},
        h('h2', {}, 'You are the first one here'),
        h('p', {}, 'Whoever opens this link comes in:'),
        address,
        h('button', {type: 'button', class: 'button primary', onclick: () => void copyLink()}, icon('link'), 'Copy the link')),
    );
  }

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

  // --- the room

  /** @param {import('../protocol/meshless.js').Participant} participant */
  function update(participant) {
    stage.update(participant);
    if (opened === 'people') people.update();
  }

  function updateCount() {
    const all = room.participants.size + 1;
    text(count, String(all));
    peopleToggle.show({label: `People, ${all} here`, caption: 'People', icon: 'people'});
    chat.updatePeople();
    if (opened === 'people') people.update();
  }

  function updateSelf() {
    self.update(room.you, media);
    if (opened === 'people') people.update();
  }

  /** @param {StateChange} change */
  function onState({state, reason, attempt = 1, inMs = 0, back, error}) {
    if (state === 'connected') {
      stopCountdown();
      notices.clearBanner();
      notices.toast(back === 'anew' ? 'You are back in the room.' : 'Connected again.');
      if (back === 'anew') tellName();
      updateSelf();
      updateCount();
    } else if (state === 'reconnecting') {
      const why = reason === 'lost' ? 'The connection to the server was lost.' : reason === 'media' ? 'Sound and picture do not get through.' : 'The server is being restarted.';
      countdown(seconds =>
        notices.banner(
          seconds > 0 ? `${why} Trying again in ${seconds} s` : `${why} Trying again …`,
          attempt > 1 && seconds > 1 ? {label: 'Try now', act: () => room.retryNow()} : null,
          'reconnecting',
        ),
        inMs,
      );
    } else if (state === 'closed') {
      out(roomProblem(error));
    }
  }

  /** @type {ReturnType<typeof setInterval> | undefined} */ let ticking;

  /**
   * @param {(seconds: number) => void} show
   * @param {number} ms
   */
  function countdown(show, ms) {
    stopCountdown();
    const end = performance.now() + ms;
    const tick = () => show(Math.max(0, Math.ceil((end - performance.now()) / 1000)));
    tick();
    if (ms > 1_000) ticking = setInterval(tick, 1_000);
  }

  function stopCountdown() {
    clearInterval(ticking);
  }

  function tellName() {
    if (room.you.renamed) notices.toast(`Somebody of your name is here already: you are “${room.you.name}”.`);
  }

  function goOut() {
    void room.leave();
    out(null);
  }

  room.on('participant-joined', ({participant}) => {
    stage.add(participant);
    updateCount();
    notices.toast(`${participant.name} is here.`);
  }, {signal});
  room.on('participant-left', ({participant, reason}) => {
    stage.remove(participant);
    updateCount();
    if (reason !== 'replaced') notices.toast(`${participant.name} has left.`);
  }, {signal});
  room.on('participant-changed', ({participant}) => update(participant), {signal});
  room.on('media', ({participant}) => stage.update(participant), {signal});
  room.on('audio-slots', ({tracks}) => hearing.add(tracks), {signal});
  room.on('state', onState, {signal});

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

  // --- keys

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'Escape' && opened) {
      open(null);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target) || recall('shortcuts') === 'off') return;
    switch (event.key.toLowerCase()) {
      case 'm': return void media.turn('microphone', !media.microphone.on);
      case 'v': return void media.turn('camera', !media.camera.on);
      case 'c': event.preventDefault(); return open(opened === 'chat' ? null : 'chat');
      case 'p': return open(opened === 'people' ? null : 'people');
    }
  }
  document.addEventListener('keydown', onKey, {signal});
  // Closing the tab gives the seat back at once.
  addEventListener('pagehide', () => void room.leave(), {signal});

  for (const participant of room.participants.values()) stage.add(participant);
  hearing.add(room.audio);
  updateSelf();
  updateCount();
  tellName();
  void remember;

  return {
    element,
    title,
    focus: element,
    close() {
      closed.abort();
      stopCountdown();
      void room.leave();
      stage.close();
      hearing.close();
      media.close();
    },
  };
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
