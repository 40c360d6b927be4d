/** @import {Room, Participant} from '../protocol/meshless.js' */

const PERIOD_MS = 150;
/** Sound pressure of quiet speech, 0…1; rooms and fans are quieter. */
const SPEECH = 0.01;
/** A pause between two words. */
const PAUSE_MS = 600;

/** Tells who can be heard speaking, from what the browser plays. */
export class Speaking {
  /** @type {Map<string, number>} until when, by participant */ #until = new Map();

  /**
   * @param {Room} room
   * @param {(id: string, speaks: boolean) => void} changed
   * @param {AbortSignal} signal
   */
  constructor(room, changed, signal) {
    const timer = setInterval(() => this.#look(room, changed), PERIOD_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  /**
   * @param {Room} room
   * @param {(id: string, speaks: boolean) => void} changed
   */
  #look(room, changed) {
    if (document.hidden) return;
    const now = performance.now();
    for (const participant of room.participants.values()) {
      if (loudness(participant) < SPEECH) continue;
      if (!this.#until.has(participant.id)) changed(participant.id, true);
      this.#until.set(participant.id, now + PAUSE_MS);
    }
    for (const [id, until] of this.#until) {
      if (now < until) continue;
      this.#until.delete(id);
      changed(id, false);
    }
  }
}

/**
 * How loud somebody is played now, 0…1. A slot plays whoever is in it: what the last packet says of its source counts.
 *
 * @param {Participant} participant
 */
function loudness(participant) {
  const {receiver, fresh} = participant.media('microphone');
  if (!receiver || !fresh || !participant.isOn('microphone')) return 0;
  const mine = receiver.getContributingSources().find(({source}) => source === fresh.sourceId);
  const [playing] = receiver.getSynchronizationSources();
  if (!playing || (fresh.sourceId !== null && mine === undefined)) return 0;
  return playing.audioLevel ?? 0;
}
