/** Stand-ins for what browsers have: sockets, peer connections and time, all in the hands of a test. */
import {afterEach, beforeEach} from 'node:test';

/** Lets everything that waits for nothing but promises happen. */
export async function settle() {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

/** Time that passes only when told to. */
export class FakeClock {
  now = 0;
  /** @type {Map<number, {at: number, run: () => void}>} */ #timers = new Map();
  #next = 1;
  #real = {setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout};

  install() {
    this.#timers.clear();
    this.now = 0;
    Object.assign(globalThis, {
      setTimeout: (/** @type {() => void} */ run, ms = 0) => {
        this.#timers.set(this.#next, {at: this.now + ms, run});
        return this.#next++;
      },
      clearTimeout: (/** @type {number} */ id) => this.#timers.delete(id),
    });
  }

  uninstall() {
    Object.assign(globalThis, this.#real);
  }

  /** How many timers are waiting. */
  get waiting() {
    return this.#timers.size;
  }

  /** @param {number} ms */
  async advance(ms) {
    const end = this.now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(([, {at}]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, {at, run}] = due;
      this.#timers.delete(id);
      this.now = at;
      run();
      await settle();
    }
    this.now = end;
  }
}

export class FakeSocket extends EventTarget {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  /** @type {FakeSocket[]} every one made in this test */ static made = [];
  /** @type {(socket: FakeSocket) => void} what the network does with a new one */ static network = socket => socket.open();

  readyState = FakeSocket.CONNECTING;
  /** @type {any[]} what the client sent, parsed */ sent = [];
  /** @type {((message: any, socket: FakeSocket) => void) | null} the server */ answer = null;

  /** @param {string | URL} url */
  constructor(url) {
    super();
    this.url = String(url);
    FakeSocket.made.push(this);
    queueMicrotask(() => FakeSocket.network(this));
  }

  /** @param {string} data */
  send(data) {
    if (this.readyState !== FakeSocket.OPEN) throw new DOMException('not open', 'InvalidStateError');
    const message = JSON.parse(data);
    this.sent.push(message);
    queueMicrotask(() => this.answer?.(message, this));
  }

  close() {
    if (this.readyState >= FakeSocket.CLOSING) return;
    this.readyState = FakeSocket.CLOSING;
  }

  open() {
    if (this.readyState !== FakeSocket.CONNECTING) return;
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  /** @param {unknown} message from the server */
  receive(message) {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.dispatchEvent(Object.assign(new Event('message'), {data}));
  }

  /**
   * @param {number} [code] 1006: without a word
   * @param {string} [reason]
   */
  die(code = 1006, reason = '') {
    this.readyState = FakeSocket.CLOSED;
    this.dispatchEvent(Object.assign(new Event('close'), {code, reason}));
  }

  /** @param {string} type */
  sentOf(type) {
    return this.sent.filter(message => message.type === type);
  }
}

let lastTrack = 0;

/**
 * @param {'audio' | 'video'} kind
 * @param {{width?: number, height?: number}} [settings]
 */
export function fakeTrack(kind, settings = {}) {
  return /** @type {any} */ ({kind, id: `track-${++lastTrack}`, enabled: true, readyState: 'live', getSettings: () => settings});
}

/** What this browser can send and show; tests may take some away. */
export const VIDEO = ['VP8', 'VP9', 'H264', 'AV1'];

class FakeSide {
  /** @type {string[]} */ static video = VIDEO;

  /** @param {string} kind */
  static getCapabilities(kind) {
    const parameters = /** @type {Record<string, string>} */ ({'video/H264': 'packetization-mode=1;profile-level-id=42e01f', 'audio/red': '111/111'});
    const names = kind === 'audio' ? ['audio/opus', 'audio/red', 'audio/PCMU'] : [...this.video.map(name => `video/${name}`), 'video/rtx'];
    return {codecs: names.map(mimeType => ({mimeType, clockRate: 90_000, sdpFmtpLine: parameters[mimeType]})), headerExtensions: []};
  }
}

export class FakeSender extends FakeSide {
  /** @override */
  static video = VIDEO;
  /** Whether `encodings[].codec` is known to this browser. */
  static switchesCodecs = true;

  /** @type {any} */ track = null;
  /** @type {any[]} what is in force */ encodings;
  /** @type {any[]} negotiated */ codecs = [];
  changes = 0;

  /** @param {any[]} encodings */
  constructor(encodings) {
    super();
    this.encodings = structuredClone(encodings);
  }

  /** @param {any} track */
  async replaceTrack(track) {
    this.track = track;
  }

  getParameters() {
    return structuredClone({encodings: this.encodings, codecs: this.codecs});
  }

  /** @param {any} parameters */
  async setParameters({encodings}) {
    this.changes++;
    this.encodings = structuredClone(encodings);
    if (!FakeSender.switchesCodecs) for (const encoding of this.encodings) delete encoding.codec;
  }

  /** What is sent. */
  get codec() {
    return (this.encodings[0].codec ?? this.codecs[0])?.mimeType;
  }
}

export class FakeReceiver extends FakeSide {
  /** @override */
  static video = VIDEO;

  /** @param {any} track */
  constructor(track) {
    super();
    this.track = track;
  }
}

class FakeTransceiver {
  /** @type {string | null} */ mid = null;
  /** @type {any[]} */ preferences = [];

  /**
   * @param {'audio' | 'video'} kind
   * @param {any} init
   */
  constructor(kind, {direction, sendEncodings = [{}]}) {
    this.kind = kind;
    this.direction = direction;
    this.receiver = new FakeReceiver(fakeTrack(kind));
    this.sender = new FakeSender(sendEncodings);
  }

  /** @param {any[]} codecs */
  setCodecPreferences(codecs) {
    this.preferences = codecs;
  }

  get order() {
    return this.preferences.map(({mimeType}) => mimeType.split('/')[1]);
  }
}

export class FakeDataChannel extends EventTarget {
  readyState = 'connecting';
  binaryType = 'blob';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  /** @type {any[]} */ sent = [];

  /**
   * @param {string} label
   * @param {any} init
   */
  constructor(label, init) {
    super();
    this.label = label;
    this.init = init;
  }

  /** @param {any} message */
  send(message) {
    if (this.readyState !== 'open') throw new DOMException('not open', 'InvalidStateError');
    this.sent.push(message);
    this.bufferedAmount += typeof message === 'string' ? message.length : message.byteLength;
  }

  close() {
    this.readyState = 'closed';
  }

  // --- the other side

  open() {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  /** All that was sent has left. */
  drain() {
    this.bufferedAmount = 0;
    this.dispatchEvent(new Event('bufferedamountlow'));
  }

  /** @param {ArrayBuffer} data */
  receive(data) {
    this.dispatchEvent(Object.assign(new Event('message'), {data}));
  }

  die() {
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }
}

export class FakePeerConnection extends EventTarget {
  /** @type {FakePeerConnection[]} every one made in this test */ static made = [];

  signalingState = 'stable';
  connectionState = 'new';
  /** @type {any} */ localDescription = null;
  /** @type {any} */ currentLocalDescription = null;
  /** @type {any} */ currentRemoteDescription = null;
  /** @type {FakeTransceiver[]} */ transceivers = [];
  restarts = 0;
  offers = 0;
  /** @type {FakeDataChannel[]} */ channels = [];
  sctp = {maxMessageSize: 262_144};

  /** @param {any} configuration */
  constructor(configuration) {
    super();
    this.configuration = configuration;
    FakePeerConnection.made.push(this);
  }

  /**
   * @param {'audio' | 'video'} kind
   * @param {any} init
   */
  addTransceiver(kind, init) {
    const transceiver = new FakeTransceiver(kind, init);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  /**
   * @param {string} label
   * @param {any} [init]
   */
  createDataChannel(label, init = {}) {
    const channel = new FakeDataChannel(label, init);
    this.channels.push(channel);
    return channel;
  }

  async createOffer() {
    this.offers++;
    return {type: 'offer', sdp: `offer ${this.offers}: ${this.transceivers.map(t => `${t.kind} ${t.direction}`).join(', ')}`};
  }

  /** @param {any} description */
  async setLocalDescription(description) {
    this.signalingState = 'have-local-offer';
    this.localDescription = description;
    this.transceivers.forEach((t, i) => (t.mid = String(i)));
  }

  /** @param {any} description */
  async setRemoteDescription({sdp}) {
    if (this.signalingState === 'closed') throw new DOMException('closed', 'InvalidStateError');
    if (!sdp.startsWith('answer')) throw new DOMException('no answer', 'InvalidAccessError');
    this.signalingState = 'stable';
    this.currentLocalDescription = this.localDescription;
    this.currentRemoteDescription = {sdp};
    for (const {sender, preferences} of this.transceivers) sender.codecs = preferences;
  }

  /** @param {any} configuration */
  setConfiguration(configuration) {
    this.configuration = configuration;
  }

  restartIce() {
    this.restarts++;
  }

  close() {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  /** @param {string} state */
  become(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  /** @param {'audio' | 'video'} kind */
  slots(kind) {
    return this.transceivers.filter(t => t.kind === kind && t.direction === 'recvonly');
  }
}

class FakeMediaStream {
  /** @type {Set<any>} */ #tracks = new Set();

  /** @param {any} track */
  addTrack(track) {
    this.#tracks.add(track);
  }

  /** @param {any} track */
  removeTrack(track) {
    this.#tracks.delete(track);
  }

  getTracks() {
    return [...this.#tracks];
  }
}

/**
 * Puts the fakes in place for each test of a file.
 *
 * @returns {FakeClock}
 */
export function installFakes() {
  const clock = new FakeClock();
  const names = ['WebSocket', 'RTCPeerConnection', 'MediaStream', 'RTCRtpSender', 'RTCRtpReceiver'];
  const before = names.map(name => Object.getOwnPropertyDescriptor(globalThis, name));
  beforeEach(() => {
    const fakes = [FakeSocket, FakePeerConnection, FakeMediaStream, FakeSender, FakeReceiver];
    FakeSender.video = FakeReceiver.video = VIDEO;
    FakeSender.switchesCodecs = true;
    names.forEach((name, i) => Object.defineProperty(globalThis, name, {value: fakes[i], configurable: true, writable: true}));
    FakeSocket.made = [];
    FakeSocket.network = socket => socket.open();
    FakePeerConnection.made = [];
    clock.install();
  });
  afterEach(() => {
    clock.uninstall();
    names.forEach((name, i) => {
      const descriptor = before[i];
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    });
  });
  return clock;
}
