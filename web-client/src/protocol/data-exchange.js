import {Data} from './data.js';
import {MOST_BYTES} from './data-header.js';

/** @import {DataOptions} from './data.js' */
/** @import {Sender} from './messages.js' */
/** @import {Peer} from './peer.js' */

/** The names of this many who have left are remembered: what they said may be on its way. */
const MOST_NAMES = 500;

/** The data of a room: all that is sent under one label or another, over whatever peer connection there is. */
export class DataExchange {
  /** @type {Set<Data>} */ #streams = new Set();
  /** @type {Map<string, string>} */ #names = new Map();
  #peer;
  #isHere;

  /**
   * @param {Peer} peer
   * @param {(id: string) => boolean} isHere
   */
  constructor(peer, isHere) {
    this.#peer = peer;
    this.#isHere = isHere;
    this.#listen(peer);
  }

  /**
   * @param {string} label
   * @param {DataOptions} options
   */
  open(label, options) {
    const data = new Data(label, options, {
      createChannel: (name, init) => this.#peer.createChannel(name, init),
      sender: id => this.sender(id),
      isHere: this.#isHere,
      mostBytes: () => Math.min(MOST_BYTES, this.#peer.connection.sctp?.maxMessageSize ?? MOST_BYTES),
      ended: ended => this.#streams.delete(ended),
    });
    data.connect();
    this.#streams.add(data);
    return data;
  }

  /** @param {Peer} peer that replaced the one before */
  use(peer) {
    this.#peer = peer;
    this.#listen(peer);
    for (const data of this.#streams) data.connect();
  }

  /** @param {Sender} who */
  knows({id, name}) {
    this.#names.delete(id);
    this.#names.set(id, name);
    for (const oldest of this.#names.keys()) {
      if (this.#names.size <= MOST_NAMES) break;
      this.#names.delete(oldest);
    }
  }

  /** @param {string} id of a participant who has left */
  forget(id) {
    for (const data of this.#streams) data.forget(id);
  }

  /**
   * @param {string} id
   * @returns {Sender} without a name if they had left before we came
   */
  sender(id) {
    return {id, name: this.#names.get(id) ?? ''};
  }

  /** The room is left. */
  close() {
    for (const data of [...this.#streams]) data.close();
  }

  /** @param {Peer} peer */
  #listen(peer) {
    // Opened by the server: somebody uses one of our labels with another reliability.
    peer.connection.addEventListener('datachannel', ({channel}) => {
      const data = [...this.#streams].find(({label}) => label === channel.label);
      if (data) data.listen(channel);
      else channel.close();
    });
  }
}
