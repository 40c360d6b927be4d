import {avatar, nameAvatar} from './avatar.js';
import {attribute, h, text} from './dom.js';
import {icon} from './icons.js';

/** @import {Participant, Room} from '../protocol/meshless.js' */
/** @import {IconName} from './icons.js' */
/** @import {LocalMedia} from './local-media.js' */

/** Who is here, and how they are. */
export class PeoplePanel {
  #room;
  #media;
  #writeTo;
  /** @type {Map<string, Row>} by participant's id; kept, so that the keyboard stays where it is */ #rows = new Map();
  #self = new Row(null);
  #list = h('ul', {class: 'people'});
  element = h('div', {class: 'people-panel'}, this.#list);

  /**
   * @param {Room} room
   * @param {LocalMedia} media
   * @param {(participant: Participant) => void} writeTo
   */
  constructor(room, media, writeTo) {
    this.#room = room;
    this.#media = media;
    this.#writeTo = writeTo;
  }

  update() {
    const {you, participants} = this.#room;
    this.#self.show({name: you.name, note: 'you', muted: !this.#media.microphone.on, camera: this.#media.camera.on});
    for (const [id, row] of this.#rows) {
      if (participants.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    const others = [...participants.values()].sort((a, b) => a.name.localeCompare(b.name));
    const rows = others.map(participant => {
      let row = this.#rows.get(participant.id);
      if (!row) this.#rows.set(participant.id, (row = new Row(() => this.#writeTo(participant))));
      row.show({
        name: participant.name,
        note: participant.state === 'connected' ? '' : `${participant.state} …`,
        muted: !participant.isOn('microphone'),
        camera: participant.isOn('camera'),
      });
      return row;
    });
    [this.#self, ...rows].forEach(({element}, i) => {
      if (this.#list.children[i] !== element) this.#list.insertBefore(element, this.#list.children[i] ?? null);
    });
  }
}

/** One person. */
class Row {
  #face = avatar('');
  #name = h('span');
  #note = h('span', {class: 'person-note'});
  #write;
  #microphone = h('span', {class: 'person-state', role: 'img'});
  #camera = h('span', {class: 'person-state', role: 'img'});
  element;

  /** @param {(() => void) | null} write */
  constructor(write) {
    this.#write = write && h('button', {type: 'button', class: 'icon-button', onclick: write}, icon('chat'));
    this.element = h(
      'li',
      {class: 'person-row'},
      this.#face,
      h('span', {class: 'person-name'}, this.#name, this.#note),
      this.#write,
      this.#microphone,
      this.#camera,
    );
  }

  /** @param {{name: string, note: string, muted: boolean, camera: boolean}} person */
  show({name, note, muted, camera}) {
    nameAvatar(this.#face, name);
    text(this.#name, name);
    text(this.#note, note);
    this.#note.hidden = note === '';
    if (this.#write) {
      attribute(this.#write, 'aria-label', `Write to ${name}`);
      attribute(this.#write, 'title', `Write to ${name}`);
    }
    showState(this.#microphone, muted ? 'microphoneOff' : 'microphone', muted ? 'Muted' : 'Microphone on', muted);
    showState(this.#camera, camera ? 'camera' : 'cameraOff', camera ? 'Camera on' : 'Camera off', !camera);
  }
}

/**
 * @param {HTMLElement} element
 * @param {IconName} name
 * @param {string} meaning
 * @param {boolean} off
 */
function showState(element, name, meaning, off) {
  if (element.getAttribute('aria-label') === meaning) return;
  attribute(element, 'aria-label', meaning);
  attribute(element, 'title', meaning);
  element.classList.toggle('is-off', off);
  element.replaceChildren(icon(name));
}
