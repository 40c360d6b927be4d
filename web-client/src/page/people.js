import {avatar} from './avatar.js';
import {h} from './dom.js';
import {icon} from './icons.js';

/** @import {Participant, Room} from '../protocol/meshless.js' */
/** @import {LocalMedia} from './local-media.js' */

/** Who is here, and how they are. */
export class PeoplePanel {
  #list = h('ul', {class: 'people'});
  element = h('div', {class: 'people-panel'}, this.#list);

  /**
   * @param {Room} room
   * @param {LocalMedia} media
   * @param {(participant: Participant) => void} writeTo
   */
  constructor(room, media, writeTo) {
    this.room = room;
    this.media = media;
    this.writeTo = writeTo;
  }

  update() {
    const {you} = this.room;
    const others = [...this.room.participants.values()].sort((a, b) => a.name.localeCompare(b.name));
    this.#list.replaceChildren(
      row({name: you.name, note: 'you', muted: !this.media.microphone.on, camera: this.media.camera.on}, null),
      ...others.map(participant =>
        row(
          {
            name: participant.name,
            note: participant.state === 'connected' ? '' : `${participant.state} …`,
            muted: !participant.isOn('microphone'),
            camera: participant.isOn('camera'),
          },
          () => this.writeTo(participant),
        ),
      ),
    );
  }
}

/**
 * @param {{name: string, note: string, muted: boolean, camera: boolean}} person
 * @param {(() => void) | null} write
 */
function row({name, note, muted, camera}, write) {
  return h(
    'li',
    {class: 'person-row'},
    avatar(name),
    h('span', {class: 'person-name'}, name, note && h('span', {class: 'person-note'}, note)),
    write && h('button', {type: 'button', class: 'icon-button', 'aria-label': `Write to ${name}`, title: `Write to ${name}`, onclick: write}, icon('chat')),
    state(muted ? 'microphoneOff' : 'microphone', muted ? 'Muted' : 'Microphone on', muted),
    state(camera ? 'camera' : 'cameraOff', camera ? 'Camera on' : 'Camera off', !camera),
  );
}

/**
 * @param {import('./icons.js').IconName} name
 * @param {string} meaning
 * @param {boolean} off
 */
function state(name, meaning, off) {
  return h('span', {class: off ? 'person-state is-off' : 'person-state', role: 'img', 'aria-label': meaning, title: meaning}, icon(name));
}
