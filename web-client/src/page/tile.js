import {COMMON_CODEC} from '../protocol/codecs.js';
import {avatar, nameAvatar} from './avatar.js';
import {attribute, h, text} from './dom.js';
import {whenFresh} from './freshness.js';
import {icon} from './icons.js';
import {fit} from './layout.js';
import {hue} from './names.js';
import {TileStatistics} from './tile-statistics.js';

/** @import {Participant} from '../protocol/meshless.js' */
/** @import {VideoCodec} from '../protocol/codecs.js' */
/** @import {Box} from './layout.js' */
/** @import {LocalMedia} from './local-media.js' */

/** The server sends the voices first. */
const PAUSED = 'Paused to keep the sound: your connection is poor.';

/** One person's place on the stage: picture, or initials over it, and name. */
class Tile {
  /** @type {Box} where it stands */ box = {x: 0, y: 0, width: 0, height: 0};

  /**
   * @param {string} id of the participant
   * @param {string} name
   */
  constructor(id, name) {
    this.id = id;
    this.video = h('video', {muted: true, autoplay: true, playsInline: true, disablePictureInPicture: true, 'aria-hidden': 'true', tabIndex: -1});
    this.face = avatar(name);
    this.note = h('span', {class: 'tile-note'});
    this.label = h('span', {class: 'tile-name'});
    this.mutedMark = h('span', {class: 'tile-muted'}, icon('microphoneOff'));
    this.element = h(
      'li',
      {class: 'tile', 'data-tile': id},
      this.video,
      h('div', {class: 'tile-cover'}, this.face),
      this.note,
      h('div', {class: 'tile-plate'}, this.mutedMark, this.label),
    );
    this.video.addEventListener('resize', () => this.#fit());
  }

  /** Whether the picture is higher than wide. */
  get upright() {
    return this.video.videoHeight > this.video.videoWidth;
  }

  /**
   * @param {string} name
   * @param {string} suffix shown behind it
   */
  rename(name, suffix = '') {
    attribute(this.video, 'data-participant', name);
    text(this.label, name + suffix);
    nameAvatar(this.face, name);
    this.element.style.setProperty('--hue', String(hue(name)));
  }

  /** @param {Box} box where it stands */
  place(box) {
    const {x, y, width, height} = box;
    const before = this.box;
    if (x === before.x && y === before.y && width === before.width && height === before.height) return;
    this.box = box;
    const {style} = this.element;
    style.setProperty('--x', `${x.toFixed(1)}px`);
    style.setProperty('--y', `${y.toFixed(1)}px`);
    style.width = `${width.toFixed(1)}px`;
    style.height = `${height.toFixed(1)}px`;
    this.#fit();
  }

  #fit() {
    const picture = {width: this.video.videoWidth, height: this.video.videoHeight};
    attribute(this.video, 'data-fit', fit(picture, this.box));
  }

  /**
   * @param {{muted: boolean, camera: boolean, covered: boolean, state: string, why?: string}} marks why: there is no picture
   */
  mark({muted, camera, covered, state, why = ''}) {
    const {element} = this;
    attribute(element, 'data-muted', muted ? 'true' : 'false');
    attribute(element, 'data-camera', camera ? 'on' : 'off');
    attribute(element, 'data-covered', covered ? 'true' : 'false');
    attribute(element, 'data-state', state);
    attribute(element, 'data-why', why !== '' && state === 'connected');
    text(this.note, state === 'reconnecting' ? 'Reconnecting …' : state === 'connecting' ? 'Connecting …' : why);
    const about = [muted && 'muted', !camera && 'camera off', state !== 'connected' && state, why].filter(Boolean).join(', ');
    attribute(element, 'aria-label', about ? `${this.label.textContent}: ${about}` : this.label.textContent);
  }
}

/** Somebody else. Their video element stays from the moment they join until they leave, whatever it shows. */
export class RemoteTile extends Tile {
  /** Whether there is a picture to be had, as of the last update. */ hasPicture = false;
  #covered = true;
  #showing = new AbortController();
  /** @type {string} what the cover was last lifted for, or is being waited for */ #wanted = '';
  /** @type {VideoCodec | null} */ #unseen = null;

  /**
   * @param {Participant} participant
   * @param {() => Promise<string>} explain what the server says of the picture
   */
  constructor(participant, explain) {
    super(participant.id, participant.name);
    this.participant = participant;
    this.statistics = new TileStatistics(participant.media('camera'), participant.name, explain);
    this.element.append(this.statistics.panel, this.statistics.button);
    attribute(this.video, 'data-source', 'camera');
    this.video.srcObject = participant.media('camera').stream;
    this.update();
  }

  /** @param {boolean} speaks */
  markSpeaking(speaks) {
    attribute(this.element, 'data-speaking', speaks);
  }

  /**
   * If the picture has not come yet: it is encoded so that this browser cannot show it.
   *
   * @param {VideoCodec | null} codec null: it is not
   */
  tellUnseen(codec) {
    if (codec === this.#unseen) return;
    this.#unseen = codec;
    this.#mark();
  }

  /** Shows the participant as they are now. */
  update() {
    const {participant} = this;
    this.rename(participant.name);
    this.statistics.rename(participant.name);
    this.hasPicture = participant.isOn('camera');
    const media = participant.media('camera');
    const wanted = this.hasPicture && media.fresh ? `${media.receiver?.track.id} ${media.fresh.generation}` : '';
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      this.#showing.abort();
      this.#showing = new AbortController();
      this.#covered = true;
      if (wanted) whenFresh(this.video, media, () => this.#uncover(), this.#showing.signal);
    }
    this.#mark();
  }

  #uncover() {
    this.#covered = false;
    this.#mark();
  }

  #mark() {
    const {participant} = this;
    const camera = this.hasPicture;
    const {paused} = participant.media('camera');
    const why = this.#unseen && this.#covered ? unseen(participant.name, this.#unseen) : paused ? PAUSED : '';
    this.mark({
      muted: !participant.isOn('microphone'),
      camera,
      covered: this.#covered || paused,
      state: participant.state,
      why: camera ? why : '',
    });
  }

  close() {
    this.#showing.abort();
    this.statistics.close();
    this.video.srcObject = null;
    this.element.remove();
  }
}

/**
 * @param {string} name
 * @param {VideoCodec} codec
 */
function unseen(name, codec) {
  return `${name} sends ${codec}, which this browser cannot show; waiting for ${COMMON_CODEC}.`;
}

/** Oneself, as in a mirror. */
export class SelfTile extends Tile {
  #stream = new MediaStream();

  /**
   * @param {string} id
   * @param {string} name
   */
  constructor(id, name) {
    super(id, name);
    attribute(this.video, 'data-self', true);
    this.video.classList.add('mirrored');
    this.element.classList.add('is-self');
    this.video.srcObject = this.#stream;
    this.rename(name, ' (you)');
  }

  /**
   * @param {{id: string, name: string}} you
   * @param {LocalMedia} media
   */
  update({id, name}, {camera, microphone}) {
    this.id = id;
    attribute(this.element, 'data-tile', id);
    this.rename(name, ' (you)');
    const [shown] = this.#stream.getTracks();
    if (shown !== (camera.track ?? undefined)) {
      if (shown) this.#stream.removeTrack(shown);
      if (camera.track) this.#stream.addTrack(camera.track);
    }
    const on = camera.track !== null;
    this.mark({muted: !microphone.on, camera: on, covered: !on, state: 'connected'});
  }

  close() {
    this.video.srcObject = null;
    this.element.remove();
  }
}
