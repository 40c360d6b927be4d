import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Emitter} from '../../src/protocol/emitter.js';
import {FileExchange} from '../../src/protocol/file-exchange.js';
import {installFakes} from './fakes.js';

/** @import {IncomingFile} from '../../src/protocol/incoming-file.js' */

const clock = installFakes();

/** A room in one process: what one sends under a label reaches the others who have opened it. */
class Hall {
  /** @type {Map<string, FakeRoom>} */ rooms = new Map();
  /** @type {(from: string, label: string, message: any) => any} */ tamper = (_from, _label, message) => message;
  messages = 0;

  /** @param {string} id */
  enter(id) {
    const room = new FakeRoom(this, id);
    this.rooms.set(id, room);
    return room;
  }
}

/** @extends {Emitter<any>} */
class FakeRoom extends Emitter {
  /** @type {Map<string, Set<any>>} */ open = new Map();

  /**
   * @param {Hall} hall
   * @param {string} id
   */
  constructor(hall, id) {
    super();
    this.hall = hall;
    this.id = id;
  }

  /** @param {string} label */
  data(label) {
    const {hall, id} = this;
    const all = this.open;
    /** @extends {Emitter<any>} */
    class FakeData extends Emitter {
      isClosed = false;

      /**
       * @param {any} message
       * @param {{to?: string, signal?: AbortSignal}} [options]
       */
      async send(message, {to, signal} = {}) {
        signal?.throwIfAborted();
        if (this.isClosed) throw new Error('closed');
        hall.messages++;
        const tampered = hall.tamper(id, label, message);
        const copy = typeof tampered === 'string' ? tampered : tampered.slice().buffer;
        for (const room of hall.rooms.values()) {
          if (room.id === id || (to !== undefined && room.id !== to)) continue;
          for (const data of room.open.get(label) ?? []) {
            queueMicrotask(() => data.emit('message', {from: {id, name: id}, data: copy, isPrivate: to !== undefined}));
          }
        }
      }

      close() {
        this.isClosed = true;
        all.get(label)?.delete(this);
      }
    }
    const data = new FakeData();
    if (!all.has(label)) all.set(label, new Set());
    all.get(label)?.add(data);
    queueMicrotask(() => data.emit('open', {}));
    return data;
  }
}

/** @param {FakeRoom} room */
function receiver(room) {
  const exchange = new FileExchange(/** @type {any} */ (room));
  /** @type {IncomingFile[]} */ const offers = [];
  exchange.on('offer', ({file}) => offers.push(file));
  return offers;
}

/** @param {number} size */
function content(size) {
  return Uint8Array.from({length: size}, (_, i) => (i * 31 + (i >> 8)) & 255);
}

/**
 * Real time goes on for hashes and files, which no fake provides.
 *
 * @param {() => unknown} condition
 */
async function until(condition) {
  for (let i = 0; i < 20_000; i++) {
    if (condition()) return;
    await new Promise(resolve => setImmediate(resolve));
  }
  assert.fail(`not met: ${condition}`);
}

for (const size of [0, 1, 16_376, 16_377, 3_000_000]) {
  test(`a file of ${size} bytes reaches two people as it was`, async () => {
    const hall = new Hall();
    const sender = new FileExchange(/** @type {any} */ (hall.enter('ann')));
    const everybody = [receiver(hall.enter('bob')), receiver(hall.enter('cas'))];
    const outgoing = await sender.send(new File([content(size)], '../x.bin'));
    await until(() => everybody.every(offers => offers.length === 1));
    for (const [file] of everybody) void file?.accept();
    await until(() => everybody.every(([file]) => file?.state === 'done'));
    for (const [file] of everybody) {
      assert.deepEqual(new Uint8Array((await file?.blob?.arrayBuffer()) ?? []), content(size));
      assert.equal(file?.name, 'x.bin');
    }
    await until(() => [...outgoing.receivers.values()].filter(({state}) => state === 'done').length === 2);
  });
}

test('who asks later gets the beginning after the end, and each chunk is sent once to both', async () => {
  const hall = new Hall();
  const sender = new FileExchange(/** @type {any} */ (hall.enter('ann')));
  const early = receiver(hall.enter('bob'));
  const late = receiver(hall.enter('cas'));
  await sender.send(new File([content(2_000_000)], 'x'));
  await until(() => early.length && late.length);
  void early[0]?.accept();
  await until(() => (early[0]?.received ?? 0) > 900_000);
  void late[0]?.accept();
  await until(() => early[0]?.state === 'done' && late[0]?.state === 'done');
  const chunks = Math.ceil(2_000_000 / 16_376);
  assert.ok(hall.messages < 2 * chunks + 40, `${hall.messages} messages`);
});

test('a file for one is offered to nobody else', async () => {
  const hall = new Hall();
  const sender = new FileExchange(/** @type {any} */ (hall.enter('ann')));
  const bob = receiver(hall.enter('bob'));
  const cas = receiver(hall.enter('cas'));
  await sender.send(new File([content(10)], 'x'), {to: 'bob'});
  await until(() => bob.length === 1);
  assert.equal(bob[0]?.isPrivate, true);
  assert.equal(cas.length, 0);
});

test('content that is not what was offered is not kept', async () => {
  const hall = new Hall();
  hall.tamper = (_from, label, message) => {
    if (label.startsWith('file/')) message[100] ^= 1;
    return message;
  };
  const sender = new FileExchange(/** @type {any} */ (hall.enter('ann')));
  const bob = receiver(hall.enter('bob'));
  await sender.send(new File([content(50_000)], 'x'));
  await until(() => bob.length === 1);
  void bob[0]?.accept();
  await until(() => bob[0]?.state === 'failed');
  assert.equal(bob[0]?.blob, null);
});

test('the sender may cancel, and so may a receiver, and the others go on', async () => {
  const hall = new Hall();
  const sender = new FileExchange(/** @type {any} */ (hall.enter('ann')));
  const bob = receiver(hall.enter('bob'));
  const cas = receiver(hall.enter('cas'));
  const outgoing = await sender.send(new File([content(3_000_000)], 'x'));
  await until(() => bob.length && cas.length);
  void bob[0]?.accept();
  void cas[0]?.accept();
  await until(() => (bob[0]?.received ?? 0) > 0);
  bob[0]?.cancel();
  await until(() => cas[0]?.state === 'done');
  assert.deepEqual([...outgoing.receivers.values()].map(({state}) => state), ['gone', 'done']);

  const second = await sender.send(new File([content(3_000_000)], 'y'));
  await until(() => cas.length === 2);
  void cas[1]?.accept();
  await until(() => (cas[1]?.received ?? 0) > 0);
  second.cancel();
  await until(() => cas[1]?.state === 'cancelled');
});

test('who shows no progress holds nobody up', async () => {
  const hall = new Hall();
  const sender = new FileExchange(/** @type {any} */ (hall.enter('ann')));
  const bob = receiver(hall.enter('bob'));
  const stuck = hall.enter('cas');
  const cas = receiver(stuck);
  const outgoing = await sender.send(new File([content(4_000_000)], 'x'));
  await until(() => bob.length && cas.length);
  hall.tamper = (from, _label, message) => (from === 'cas' && message.includes('got') ? '{}' : message);
  void cas[0]?.accept();
  void bob[0]?.accept();
  await until(() => clock.waiting > 0 && (bob[0]?.received ?? 0) > 900_000);
  await clock.advance(20_000);
  await until(() => bob[0]?.state === 'done');
  assert.equal(outgoing.receivers.get('cas')?.state, 'behind');
});

test('a stranger’s offers are bounded, and what makes no sense is none', async () => {
  const hall = new Hall();
  const ann = hall.enter('ann').data('files');
  const offers = receiver(hall.enter('bob'));
  const sound = {type: 'offer', name: 'x', size: 1, sha256: '0'.repeat(64)};
  for (const wrong of [{size: -1}, {size: 1e12}, {size: '1'}, {sha256: 'x'}, {id: 'short'}]) {
    await ann.send(JSON.stringify({...sound, id: crypto.randomUUID(), ...wrong}));
  }
  for (let i = 0; i < 100; i++) await ann.send(JSON.stringify({...sound, id: crypto.randomUUID()}));
  await ann.send('{"id":');
  await until(() => offers.length === 20);
  assert.equal(offers.length, 20);
});

test('who fell behind, or lost what waited, has it all in the end', async () => {
  const hall = new Hall();
  const sender = new FileExchange(/** @type {any} */ (hall.enter('ann')));
  const bob = receiver(hall.enter('bob'));
  const slow = hall.enter('cas');
  const cas = receiver(slow);
  await sender.send(new File([content(4_000_000)], 'x'));
  await until(() => bob.length && cas.length);
  hall.tamper = (from, _label, message) => (from === 'cas' && message.includes('got') ? '{}' : message);
  void cas[0]?.accept();
  await until(() => (cas[0]?.received ?? 0) > 900_000);
  // The server closes their channel with all that waited on it, and they say nothing for a while.
  const label = [...slow.open.keys()].find(key => key.startsWith('file/')) ?? '';
  const [lost] = slow.open.get(label) ?? [];
  lost.close();
  await until(() => clock.waiting > 0);
  void bob[0]?.accept();
  await clock.advance(20_000);
  await until(() => bob[0]?.state === 'done');
  hall.tamper = (_from, _label, message) => message;
  lost.emit('close', {reason: 'overflow'});
  await until(() => cas[0]?.state === 'done');
  assert.deepEqual(new Uint8Array((await cas[0]?.blob?.arrayBuffer()) ?? []), content(4_000_000));
});
