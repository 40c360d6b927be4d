import {Emitter} from '../protocol/emitter.js';
import {deviceLost, deviceProblem, insecureContext} from './problems.js';
import {recall, remember} from './store.js';

/** @import {Problem} from './problems.js' */

/**
 * @typedef {'camera' | 'microphone'} DeviceKind
 *
 * @typedef {object} LocalDevice
 * @property {MediaStreamTrack | null} track null while nothing is captured
 * @property {boolean} on whether the others may see or hear it
 * @property {boolean} starting
 * @property {string | null} deviceId the one chosen by the user
 */

const HEIGHTS = {'180p': 180, '360p': 360, '720p': 720};

/** @typedef {keyof typeof HEIGHTS} Quality */

/**
 * The user's own camera and microphone. A camera that is off is let go of, so that its light goes out; a muted microphone is kept, so
 * that unmuting is instant.
 *
 * @extends {Emitter<{change: DeviceKind, problem: void, devices: void}>}
 */
export class LocalMedia extends Emitter {
  /** @type {LocalDevice} */ camera = {track: null, on: false, starting: false, deviceId: recall('camera')};
  /** @type {LocalDevice} */ microphone = {track: null, on: false, starting: false, deviceId: recall('microphone')};
  /** @type {Problem[]} what stands between the user and a device, newest last */ problems = [];
  /** @type {MediaDeviceInfo[]} */ devices = [];
  /** @type {Record<DeviceKind, number>} */ #attempts = {camera: 0, microphone: 0};
  #height;
  #closed = false;

  /** @param {string | null} quality `180p`, `360p` or `720p`; anything else: 720p */
  constructor(quality) {
    super();
    this.#height = HEIGHTS[/** @type {Quality} */ (quality)] ?? HEIGHTS['720p'];
    if (navigator.mediaDevices) {
      navigator.mediaDevices.addEventListener('devicechange', () => void this.#listDevices());
    }
  }

  /** Whether there are devices to be had at all: not on an insecure address. */
  get possible() {
    return navigator.mediaDevices !== undefined;
  }

  /** Starts what the user had on last time. */
  async start() {
    this.#solve();
    if (!this.possible) {
      this.#report(insecureContext());
      return;
    }
    await this.#listDevices();
    const wanted = /** @type {DeviceKind[]} */ (['camera', 'microphone']).filter(
      kind => recall(`${kind}On`) !== 'false' && !this[kind].track,
    );
    if (wanted.length === 2) await this.#captureBoth();
    else if (wanted[0]) await this.#captureOne(wanted[0]);
    await this.#listDevices();
  }

  /**
   * Switches a device on or off, by the user's wish, which is remembered.
   *
   * @param {DeviceKind} kind
   * @param {boolean} on
   */
  async turn(kind, on) {
    remember(`${kind}On`, on ? null : 'false');
    this.#solve();
    const device = this[kind];
    if (!on) {
      this.#attempts[kind]++;
      device.on = false;
      device.starting = false;
      if (kind === 'camera') this.#release(kind);
      this.emit('change', kind);
    } else if (device.track) {
      device.on = true;
      this.emit('change', kind);
    } else if (!this.possible) {
      this.#report(insecureContext());
    } else {
      await this.#captureOne(kind);
      await this.#listDevices();
    }
  }

  /**
   * @param {DeviceKind} kind
   * @param {string} deviceId
   */
  async choose(kind, deviceId) {
    this[kind].deviceId = deviceId;
    remember(kind, deviceId);
    remember(`${kind}On`, null);
    this.#solve();
    this.#release(kind);
    await this.#captureOne(kind);
  }

  /** @param {DeviceKind} kind */
  ofKind(kind) {
    const wanted = kind === 'camera' ? 'videoinput' : 'audioinput';
    return this.devices.filter(device => device.kind === wanted && device.deviceId !== '');
  }

  /** Lets go of everything. */
  close() {
    this.#closed = true;
    this.#release('camera');
    this.#release('microphone');
  }

  async #captureBoth() {
    const kinds = new Set(this.devices.map(device => device.kind));
    // Asking for a pair of which one half is missing gives neither.
    if (!kinds.has('videoinput') || !kinds.has('audioinput')) {
      await Promise.all([this.#captureOne('camera'), this.#captureOne('microphone')]);
      return;
    }
    /** @type {DeviceKind[]} */ const both = ['camera', 'microphone'];
    const attempts = both.map(kind => this.#begin(kind));
    try {
      const stream = await navigator.mediaDevices.getUserMedia({video: this.#constraints('camera'), audio: this.#constraints('microphone')});
      both.forEach((kind, i) => this.#captured(kind, stream, attempts[i] ?? 0));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        both.forEach(kind => this.#failed(kind));
        this.#report(deviceProblem(error, 'devices'));
        return;
      }
      // One of them is at fault: the other one shall work.
      await this.#captureOne('camera');
      await this.#captureOne('microphone');
    }
  }

  /** @param {DeviceKind} kind */
  async #captureOne(kind) {
    const attempt = this.#begin(kind);
    try {
      const constraints = this.#constraints(kind);
      const stream = await navigator.mediaDevices.getUserMedia(kind === 'camera' ? {video: constraints} : {audio: constraints});
      this.#captured(kind, stream, attempt);
    } catch (error) {
      if (attempt !== this.#attempts[kind]) return;
      this.#failed(kind);
      this.#report(deviceProblem(error, kind));
    }
  }

  /** @param {DeviceKind} kind */
  #begin(kind) {
    this[kind].starting = true;
    this.emit('change', kind);
    return ++this.#attempts[kind];
  }

  /**
   * @param {DeviceKind} kind
   * @param {MediaStream} stream
   * @param {number} attempt
   */
  #captured(kind, stream, attempt) {
    const track = (kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0] ?? null;
    if (this.#closed || attempt !== this.#attempts[kind]) {
      track?.stop();
      return;
    }
    if (track && kind === 'camera') track.contentHint = 'motion';
    track?.addEventListener('ended', () => this.#lost(kind, track));
    Object.assign(this[kind], {track, on: track !== null, starting: false});
    this.emit('change', kind);
  }

  /** @param {DeviceKind} kind */
  #failed(kind) {
    Object.assign(this[kind], {track: null, on: false, starting: false});
    this.emit('change', kind);
  }

  /**
   * @param {DeviceKind} kind
   * @param {MediaStreamTrack} track
   */
  #lost(kind, track) {
    if (this[kind].track !== track) return;
    this.#failed(kind);
    this.#report(deviceLost(kind));
  }

  /** @param {DeviceKind} kind */
  #release(kind) {
    this[kind].track?.stop();
    this[kind].track = null;
  }

  /**
   * @param {DeviceKind} kind
   * @returns {MediaTrackConstraints}
   */
  #constraints(kind) {
    const {deviceId} = this[kind];
    // "ideal": a device that was unplugged since must not keep people out.
    const device = deviceId ? {deviceId: {ideal: deviceId}} : {};
    if (kind === 'microphone') return {...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true};
    const height = this.#height;
    return {
      ...device,
      ...(deviceId ? {} : {facingMode: 'user'}),
      width: {ideal: Math.round((height * 16) / 9)},
      height: {ideal: height},
      frameRate: {ideal: 30, max: 30},
    };
  }

  async #listDevices() {
    try {
      this.devices = await navigator.mediaDevices.enumerateDevices();
    } catch {
      this.devices = [];
    }
    this.emit('devices', undefined);
  }

  /** @param {Problem} problem */
  #report(problem) {
    this.problems = [...this.problems.filter(known => known.code !== problem.code), problem];
    this.emit('problem', undefined);
  }

  #solve() {
    if (this.problems.length === 0) return;
    this.problems = [];
    this.emit('problem', undefined);
  }
}
