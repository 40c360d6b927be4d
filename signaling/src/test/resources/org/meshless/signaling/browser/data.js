// Somebody who uses the client library alone: joins, opens channels, and keeps what arrives.
(() => {
  const opened = new Map();
  const many = [];
  let room;

  const content = length => {
    const bytes = new Uint8Array(length);
    for (let i = 0, value = length; i < length; i++) {
      value = (Math.imul(value, 1_103_515_245) + 12_345) >>> 0;
      bytes[i] = value >>> 16;
    }
    return bytes;
  };

  const told = ({from, data, isPrivate, isKept}) => {
    if (typeof data === 'string') return {from: from.name, text: data, isPrivate, isKept};
    const bytes = new Uint8Array(data);
    const expected = content(bytes.length);
    return {from: from.name, bytes: bytes.length, intact: bytes.every((byte, i) => byte === expected[i]), isPrivate, isKept};
  };

  globalThis.data = {
    messages: label => opened.get(label).messages,

    async join(id, name) {
      const {join} = await import('/web/protocol/meshless.js');
      const stream = await navigator.mediaDevices.getUserMedia({video: true});
      const url = new URL('/ws', location.href);
      url.protocol = url.protocol.replace('http', 'ws');
      room = await join(url, {room: id, name, camera: stream.getVideoTracks()[0]});
      return true;
    },

    people: () => [...room.participants.values()].filter(({hasData}) => hasData).map(({name}) => name),

    async open(label, options) {
      const channel = room.data(label, options);
      const messages = [];
      opened.set(label, {channel, messages});
      channel.on('message', message => messages.push(told(message)));
      while (!channel.isOpen) await new Promise(resolve => channel.on('open', resolve, {once: true}));
      return true;
    },

    send: (label, text, to) =>
      opened.get(label).channel.send(text, {to: to && [...room.participants.values()].find(({name}) => name === to).id}).then(() => true),

    sendBytes: (label, length) => opened.get(label).channel.send(content(length)).then(() => true, ({code}) => code),

    close(label) {
      opened.get(label).channel.close();
      opened.delete(label);
      return true;
    },

    channels: () => room.peerConnection.getStats().then(all => {
      for (const report of all.values()) if (report.type === 'peer-connection') return report.dataChannelsOpened - report.dataChannelsClosed;
      return -1;
    }),

    async openMany(count) {
      for (let i = 0; i < count; i++) {
        const channel = room.data(`one of many ${i}`);
        const entry = {channel, messages: []};
        many.push(entry);
        channel.on('message', message => entry.messages.push(message.data));
      }
      for (const {channel} of many) while (!channel.isOpen) await new Promise(resolve => channel.on('open', resolve, {once: true}));
      return true;
    },

    sendOnMany: () => Promise.all(many.map(({channel}, i) => channel.send(`message ${i}`))).then(() => true),

    onEach: count => many.every(({messages}, i) => messages.length === count && messages.every(message => message === `message ${i}`)),

    async closeMany() {
      const before = await data.channels();
      for (const {channel} of many) channel.close();
      return before - many.splice(0).length;
    },

    leave: () => room.leave().then(() => true),
  };
  return true;
})()
