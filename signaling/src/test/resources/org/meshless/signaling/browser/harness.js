// Evaluated before any script of the page, with the configuration below. Gives the page a camera and a microphone whose
// pictures and sound can be recognised on the other side, and counts what the page does with its peer connections.
//
// config: {run, publisher: 0..255, toneHz, scene: "mark" | "portrait" | "device", height: 180 | 360 | 720, frameRate, refuse: null | a DOMException name}
(config) => {
  const WIDTH = 320;
  const HEIGHT = 180;

  // --- the mark: 16 × 4 cells, black is 0, in the lower part of the picture ---------------------------------------------
  //   0      8               24        32                48             64
  //   | B2   | run           | publisher | second        | CRC-16       |
  const CELL = 20;
  const COLUMNS = 16;
  const ROWS = 4;
  const TOP = HEIGHT - ROWS * CELL;

  function crc16(bytes) {
    let crc = 0xffff;
    for (const byte of bytes) {
      crc ^= byte << 8;
      for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    return crc;
  }

  function markBytes(second) {
    const bytes = [0xb2, config.run >> 8, config.run & 255, config.publisher, second >> 8, second & 255];
    const crc = crc16(bytes);
    return [...bytes, crc >> 8, crc & 255];
  }

  function drawMark(context, second) {
    const bytes = markBytes(second);
    for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
      context.fillStyle = (bytes[cell >> 3] >> (7 - (cell & 7))) & 1 ? '#fff' : '#000';
      context.fillRect((cell % COLUMNS) * CELL, TOP + Math.floor(cell / COLUMNS) * CELL, CELL, CELL);
    }
  }

  let reading;
  function readMark(video) {
    if (!video.videoWidth || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    if (!reading) {
      const canvas = document.createElement('canvas');
      canvas.width = WIDTH;
      canvas.height = HEIGHT;
      reading = canvas.getContext('2d', {willReadFrequently: true});
    }
    reading.drawImage(video, 0, 0, WIDTH, HEIGHT);
    const pixels = reading.getImageData(0, TOP, WIDTH, ROWS * CELL).data;
    const luma = [];
    for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
      let sum = 0;
      for (let y = 7; y < 13; y++) {
        for (let x = 7; x < 13; x++) {
          const at = 4 * ((Math.floor(cell / COLUMNS) * CELL + y) * WIDTH + (cell % COLUMNS) * CELL + x);
          sum += 0.3 * pixels[at] + 0.59 * pixels[at + 1] + 0.11 * pixels[at + 2];
        }
      }
      luma.push(sum / 36);
    }
    const middle = (Math.min(...luma) + Math.max(...luma)) / 2;
    const bytes = new Array(8).fill(0);
    luma.forEach((value, cell) => {
      if (value > middle) bytes[cell >> 3] |= 1 << (7 - (cell & 7));
    });
    if (bytes[0] !== 0xb2 || crc16(bytes.slice(0, 6)) !== ((bytes[6] << 8) | bytes[7])) return null;
    return {run: (bytes[1] << 8) | bytes[2], publisher: bytes[3], second: (bytes[4] << 8) | bytes[5]};
  }

  // --- the camera -------------------------------------------------------------------------------------------------------
  function drawMoving(context, frame) {
    const hue = (config.publisher * 67) % 360;
    context.fillStyle = `hsl(${hue} 60% 45%)`;
    context.fillRect(0, 0, WIDTH, TOP);
    context.fillStyle = `hsl(${(hue + 180) % 360} 70% 70%)`;
    context.fillRect((frame * 5) % WIDTH, 10, 40, 60);
    drawMark(context, Math.floor(performance.now() / 1000) & 0xffff);
  }

  // A person of few strokes before a pleasant background; the publisher's number chooses hair, skin, clothes and place.
  function drawPortrait(context, frame) {
    const pick = (...choices) => choices[config.publisher % choices.length];
    const {width, height} = context.canvas;
    const oval = (x, y, rx, ry) => {
      context.beginPath();
      context.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
      context.fill();
    };
    const sway = Math.sin(frame / 25 + config.publisher) * 2;
    const sky = context.createLinearGradient(0, 0, width, height);
    sky.addColorStop(0, pick('#f6d7b0', '#bcd9ea', '#d8e6c9', '#e9d3e3', '#f3e3b3', '#c9d6f0'));
    sky.addColorStop(1, pick('#d9926a', '#6f9fc0', '#8fb07a', '#b98bb0', '#d3a94e', '#8296c8'));
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    context.save();
    context.scale(width / 320, height / 180);
    // Behind the person: a window, a shelf, hills or a plant.
    const behind = config.publisher % 4;
    if (behind === 0) {
      context.fillStyle = '#ffffff66';
      context.fillRect(26, 22, 70, 84);
      context.fillStyle = '#ffffff99';
      context.fillRect(59, 22, 4, 84);
      context.fillRect(26, 60, 70, 4);
    } else if (behind === 1) {
      context.fillStyle = '#00000022';
      context.fillRect(222, 70, 90, 6);
      ['#c8553d', '#588157', '#f2cc8f', '#3d5a80', '#e07a5f'].forEach((colour, book) => {
        context.fillStyle = colour;
        context.fillRect(228 + book * 15, 36 + ((book * 7) % 11), 11, 34 - ((book * 7) % 11));
      });
    } else if (behind === 2) {
      context.fillStyle = '#5c8a5299';
      oval(60, 190, 150, 80);
      oval(280, 195, 120, 95);
      context.fillStyle = '#fff6c9';
      oval(262, 40, 18, 18);
    } else {
      context.strokeStyle = '#4a7c59';
      context.lineWidth = 7;
      context.lineCap = 'round';
      for (let leaf = 0; leaf < 5; leaf++) {
        context.beginPath();
        context.moveTo(50, 150);
        context.quadraticCurveTo(45 + leaf * 4, 90, 14 + leaf * 20, 62 + Math.abs(leaf - 2) * 12);
        context.stroke();
      }
      context.fillStyle = '#b5654a';
      context.fillRect(33, 140, 36, 40);
    }
    context.translate(160 + sway, 0);
    const skin = pick('#f0c8a0', '#8d5a3b', '#e0ac80', '#c68863', '#f5d5b8', '#6d432c');
    const hair = pick('#3b2a20', '#1d1a1a', '#a5642c', '#2b2b3a', '#c9a25a', '#15110f');
    const shirt = pick('#2f5d62', '#e9c46a', '#7b4b94', '#d1495b', '#30638e', '#588157');
    // Long hair falls behind everything else.
    context.fillStyle = hair;
    if (config.publisher % 2 === 1) oval(0, 92, 48, 56);
    // Shoulders, neck.
    context.fillStyle = shirt;
    context.beginPath();
    context.ellipse(0, 190, 78, 56, 0, Math.PI, 2 * Math.PI);
    context.fill();
    context.fillStyle = skin;
    context.fillRect(-13, 112, 26, 32);
    context.beginPath();
    context.arc(0, 142, 13, 0, Math.PI);
    context.fill();
    // Head, hair, ears.
    context.fillStyle = skin;
    oval(0, 84, 35, 43);
    oval(-36, 88, 6, 9);
    oval(36, 88, 6, 9);
    context.fillStyle = hair;
    context.beginPath();
    context.ellipse(0, 62, 39, 30, 0, Math.PI * 0.98, Math.PI * 2.02);
    context.quadraticCurveTo(12, 50, -6, 56);
    context.quadraticCurveTo(-26, 58, -39, 66);
    context.fill();
    // Eyes blink about every four seconds; the mouth talks for a while, then listens.
    const blink = (frame + config.publisher * 31) % 80 < 3;
    context.fillStyle = '#2b211c';
    for (const side of [-1, 1]) {
      oval(side * 14, 84, 3.6, blink ? 0.8 : 4.2);
      context.fillRect(side * 14 - 7, 72, 14, 2.4);
    }
    if (config.publisher % 3 === 2) {
      context.strokeStyle = '#2b211c';
      context.lineWidth = 2;
      context.strokeRect(-25, 76, 21, 16);
      context.strokeRect(4, 76, 21, 16);
      context.strokeRect(-4, 82, 8, 0.5);
    }
    context.strokeStyle = '#0000002e';
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(-1, 96, 5, 0.2, 1.8);
    context.stroke();
    const talking = (frame + config.publisher * 50) % 200 < 110;
    context.fillStyle = context.strokeStyle = '#9b3d3a';
    context.lineWidth = 3;
    context.lineCap = 'round';
    context.beginPath();
    if (talking) context.ellipse(0, 106, 11, 3 + 4 * Math.abs(Math.sin(frame / 2.5)), 0, 0, Math.PI);
    else context.arc(0, 94, 16, 0.25 * Math.PI, 0.75 * Math.PI);
    if (talking) context.fill();
    else context.stroke();
    context.restore();
  }

  function cameraTrack() {
    const canvas = document.createElement('canvas');
    const scale = config.height / HEIGHT;
    canvas.width = WIDTH * scale;
    canvas.height = HEIGHT * scale;
    const context = canvas.getContext('2d');
    const draw = config.scene === 'portrait' ? drawPortrait : (context, frame) => {
      context.setTransform(scale, 0, 0, scale, 0, 0);
      drawMoving(context, frame);
    };
    let frame = 0;
    draw(context, frame);
    const timer = setInterval(() => draw(context, ++frame), 1000 / config.frameRate);
    const [track] = canvas.captureStream(config.frameRate).getVideoTracks();
    return whenStopped(track, () => clearInterval(timer));
  }

  // --- the microphone ---------------------------------------------------------------------------------------------------
  // Firefox runs no AudioContext on a machine without a sound device; its made-up microphone hums config.toneHz (a
  // preference of the profile). It offers loopback addresses only while such a stream of its own is held.
  const firefox = navigator.userAgent.includes('Firefox');
  const nativeGetUserMedia = MediaDevices.prototype.getUserMedia;
  let held;
  let audio;
  async function microphoneTrack(devices) {
    if (firefox) return (await nativeGetUserMedia.call(devices, {audio: true})).getAudioTracks()[0];
    audio ??= new AudioContext({sampleRate: 48000});
    await audio.resume();
    const tone = new OscillatorNode(audio, {frequency: config.toneHz});
    const gain = new GainNode(audio, {gain: 0.2});
    const out = new MediaStreamAudioDestinationNode(audio, {channelCount: 1});
    tone.connect(gain).connect(out);
    tone.start();
    return whenStopped(out.stream.getAudioTracks()[0], () => tone.stop());
  }

  const captured = [];
  function whenStopped(track, then) {
    const stop = track.stop.bind(track);
    track.stop = () => {
      if (track.readyState === 'live') then();
      stop();
    };
    return track;
  }

  MediaDevices.prototype.getUserMedia = async function (constraints = {}) {
    if (!constraints.video && !constraints.audio) return nativeGetUserMedia.call(this, constraints);
    if (config.refuse) throw new DOMException('refused by the test', config.refuse);
    if (firefox) held ??= await nativeGetUserMedia.call(this, {audio: true});
    const tracks = [];
    if (constraints.video && config.scene === 'device') {
      tracks.push(...(await nativeGetUserMedia.call(this, {video: {height: config.height, width: (config.height * 16) / 9}})).getTracks());
    } else if (constraints.video) tracks.push(cameraTrack());
    if (constraints.audio) tracks.push(await microphoneTrack(this));
    captured.push(...tracks);
    return new MediaStream(tracks);
  };

  // --- what the page does with its peer connections ----------------------------------------------------------------------
  const peerConnections = [];
  let offers = 0;
  let offerBytes = 0;
  const offered = []; // for each offer how many video and audio slots, and the ICE user name fragment
  const streamOfTrack = new Map(); // id of a received track → id of its msid stream
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = new Proxy(Native, {
    construct(target, parameters, newTarget) {
      const connection = Reflect.construct(target, parameters, newTarget);
      peerConnections.push(connection);
      connection.addEventListener('track', ({track, streams}) => streamOfTrack.set(track.id, streams[0]?.id));
      return connection;
    },
  });
  function connections() {
    const senders = (kind) =>
      peerConnections.flatMap((connection) => connection.getSenders()).filter(({track}) => track?.kind === kind).length;
    return {
      peerConnections: peerConnections.length,
      offers,
      offerBytes,
      offered,
      cameras: senders('video'),
      microphones: senders('audio'),
      capturing: captured.filter((track) => track.readyState === 'live').length,
    };
  }

  // --- what arrives -----------------------------------------------------------------------------------------------------
  const receivers = () => peerConnections.at(-1)?.getReceivers() ?? [];
  const videoOf = (name) =>
    [...document.querySelectorAll('video[data-participant]')].find(
      (video) => video.dataset.participant === name && video.dataset.source === 'camera' && !('self' in video.dataset));

  function videoReceiverOf(name) {
    const track = videoOf(name)?.srcObject?.getVideoTracks()[0];
    return track && receivers().find((receiver) => receiver.track.id === track.id);
  }

  // The audio slot that shares its msid stream with the video slot of the participant's tile.
  function audioReceiverOf(name) {
    const stream = streamOfTrack.get(videoReceiverOf(name)?.track.id);
    return stream && receivers().find(
      ({track}) => track.kind === 'audio' && streamOfTrack.get(track.id) === stream);
  }

  async function inbound(receiver) {
    if (!receiver) return null;
    for (const report of (await receiver.getStats()).values()) {
      if (report.type === 'inbound-rtp') return report;
    }
    return null;
  }

  // "VP8" and the like: what the participant's picture arrives in.
  async function codecOf(name) {
    const stats = await videoReceiverOf(name)?.getStats();
    for (const report of stats?.values() ?? []) {
      if (report.type === 'inbound-rtp') return stats.get(report.codecId)?.mimeType.slice('video/'.length) ?? null;
    }
    return null;
  }

  // What the camera is sent as, by rid ("" without simulcast).
  async function outbound() {
    const layers = {};
    for (const sender of peerConnections.at(-1)?.getSenders() ?? []) {
      if (sender.track?.kind !== 'video') continue;
      const stats = await sender.getStats();
      for (const report of stats.values()) {
        if (report.type === 'outbound-rtp') {
          const {frameWidth, frameHeight, framesEncoded, packetsSent, scalabilityMode} = report;
          const codec = stats.get(report.codecId)?.mimeType.slice('video/'.length);
          layers[report.rid ?? ''] = {frameWidth, frameHeight, framesEncoded, packetsSent, scalabilityMode, codec};
        }
      }
    }
    return layers;
  }

  // --- the WebSocket ----------------------------------------------------------------------------------------------------
  const sockets = [];
  window.WebSocket = new Proxy(window.WebSocket, {
    construct(target, parameters, newTarget) {
      const socket = Reflect.construct(target, parameters, newTarget);
      sockets.push(socket);
      return socket;
    },
  });
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const message = typeof data === 'string' && data.includes('"offer"') ? JSON.parse(data) : null;
    if (message?.type === 'offer') {
      offers++;
      offerBytes = Math.max(offerBytes, message.sdp.length);
      const slots = (kind) => message.sdp.split(/^m=/m).filter((m) => m.startsWith(kind) && m.includes('a=recvonly')).length;
      offered.push(`${slots('video')}+${slots('audio')} ${/a=ice-ufrag:(.*)/.exec(message.sdp)?.[1]}`);
    }
    send.call(this, data);
  };

  // As if the network had lost it: neither side has said goodbye.
  const cutSocket = () => sockets.at(-1).close(4999);

  // The strongest frequency in a fifth of a second of sound, or null if it is (almost) silent: recorded rather than
  // analysed live, since that works without a sound device too.
  async function tone(track) {
    if (!track || track.readyState !== 'live') return null;
    const recorder = new MediaRecorder(new MediaStream([track]));
    const recorded = new Promise((resolve) => {
      const parts = [];
      recorder.ondataavailable = ({data}) => parts.push(data);
      recorder.onstop = () => resolve(new Blob(parts));
    });
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 350));
    recorder.stop();
    const sound = await (await recorded).arrayBuffer();
    if (!sound.byteLength) return null;
    const samples = (await new OfflineAudioContext(1, 1, 48000).decodeAudioData(sound)).getChannelData(0).slice(-9600);
    return strongest(samples, 48000);
  }

  // Goertzel's algorithm at every multiple of 10 Hz up to 4 kHz, under a Hann window.
  function strongest(samples, sampleRate) {
    let power = 0;
    const windowed = samples.map((sample, at) => {
      power += sample * sample;
      return sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / samples.length));
    });
    if (power < samples.length * 1e-5) return null;
    let best = {hz: 0, magnitude: 0};
    for (let hz = 100; hz <= 4000; hz += 10) {
      const factor = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
      let one = 0;
      let two = 0;
      for (let at = 0; at < windowed.length; at++) {
        const next = windowed[at] + factor * one - two;
        two = one;
        one = next;
      }
      const magnitude = one * one + two * two - factor * one * two;
      if (magnitude > best.magnitude) best = {hz, magnitude};
    }
    return best.hz;
  }

  // How many uncovered tiles of light participants show a picture, each with the mark of the one whose name is on it;
  // -1 while one shows somebody else's: frames of a slot's next source can overtake the message that names it.
  function marksShown(run, firstPublisher) {
    let shown = 0;
    for (const video of document.querySelectorAll('video[data-participant^="Light "]')) {
      const mark = uncovered(video.dataset.participant) && readMark(video);
      if (!mark) continue;
      const number = Number(video.dataset.participant.slice('Light '.length));
      if (mark.run !== run || mark.publisher !== firstPublisher + number - 1) {
        throw new Error(`the tile of ${video.dataset.participant} shows ${JSON.stringify(mark)}`);
      }
      shown++;
    }
    return shown;
  }

  // The tones on all audio slots that are not silent. What is recorded of one that has not had a packet cannot be decoded.
  const tonesHeard = async () => (await Promise.all(
    receivers().filter(({track}) => track.kind === 'audio').map(({track}) => tone(track).catch(() => null))))
    .filter((hz) => hz !== null);

  // Something in the page plays the track aloud.
  const audible = (track) =>
    [...document.querySelectorAll('audio, video')].some(
      (element) => !element.muted && !element.paused && element.volume > 0
        && element.srcObject?.getAudioTracks().some(({id}) => id === track?.id));

  // The page has taken the cover off the tile, if it has covers.
  function uncovered(name) {
    const tile = videoOf(name)?.closest('[data-covered]');
    return tile ? tile.dataset.covered === 'false' : videoOf(name) !== undefined;
  }

  // What the tile says of its participant to those who do not see it: "Bob: muted, camera off".
  const marks = (name) => videoOf(name)?.closest('[aria-label]').getAttribute('aria-label').slice(name.length);

  const messages = () => [...document.querySelectorAll('[role=log] .chat-text')].map(({textContent}) => textContent);

  const tileBoxes = () => [...document.querySelectorAll('video[data-participant]')].map((video) => {
    const {x, y, width, height} = (video.closest('[data-tile]') ?? video).getBoundingClientRect();
    return {x, y, width, height};
  });

  // --- gaps between presented frames -------------------------------------------------------------------------------------
  const gaps = new Map();
  function watchFrames(name, video = videoOf(name)) {
    const seen = {frames: 0, longestMs: 0, last: 0};
    gaps.set(name, seen);
    const onFrame = (now) => {
      if (gaps.get(name) !== seen) return;
      if (seen.frames++) seen.longestMs = Math.max(seen.longestMs, now - seen.last);
      seen.last = now;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    return true;
  }

  // --- when things happened, in ms since the epoch: comparable between the pages of one machine -------------------------
  const pressed = new Map(); // name of a button → when it was last pressed
  addEventListener('click', (event) => {
    const button = event.target.closest?.('button');
    if (button) pressed.set(button.ariaLabel ?? button.textContent.trim(), performance.timeOrigin + event.timeStamp);
  }, true);

  // Publisher → when a frame with its mark was first presented. A new tile's video is read until it shows a publisher who
  // was not seen before: its first frames can be the last ones of whoever had the same slot.
  const firstFrames = new Map();
  const watched = new WeakSet();
  function watchForNewcomers(video) {
    watched.add(video);
    const onFrame = (now, {presentationTime}) => {
      const publisher = readMark(video)?.publisher;
      if (publisher !== undefined && !firstFrames.has(publisher)) {
        firstFrames.set(publisher, performance.timeOrigin + presentationTime);
      } else if (video.isConnected) {
        video.requestVideoFrameCallback(onFrame);
      }
    };
    video.requestVideoFrameCallback(onFrame);
  }
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('video[data-participant]:not([data-self])')) {
      if (!watched.has(video)) watchForNewcomers(video);
    }
  }).observe(document, {childList: true, subtree: true});

  // Some picture is to be seen: before the room, that of the own camera.
  const previewing = () => [...document.querySelectorAll('video')].some(({videoWidth}) => videoWidth > 0);

  window.harness = {
    pressed: (button) => pressed.get(button),
    firstFrame: (publisher) => firstFrames.get(publisher),
    forgetFirstFrames: () => firstFrames.clear(),
    previewing,
    connections,
    sockets: () => sockets.length,
    cutSocket,
    codecOf,
    outbound,
    videoOf,
    mark: (name) => { const video = videoOf(name); return video ? readMark(video) : null; },
    readMark,
    video: async (name) => inbound(videoReceiverOf(name)),
    audio: async (name) => inbound(audioReceiverOf(name)),
    marksShown,
    tonesHeard,
    tone: (name) => tone(audioReceiverOf(name)?.track),
    uncovered,
    marks,
    tileBoxes,
    messages,
    audible: (name) => audible(audioReceiverOf(name)?.track),
    watchFrames,
    // The own picture never leaves the page: a gap in it is the machine's.
    watchOwnFrames: () => watchFrames('own', document.querySelector('video[data-self]')),
    gap: (name) => {
      const seen = gaps.get(name);
      return {frames: seen.frames, longestMs: Math.max(seen.longestMs, performance.now() - seen.last)};
    },
    peerConnections,
  };
}
