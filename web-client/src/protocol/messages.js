/** @import {VideoCodec} from './codecs.js' */

/**
 * The messages of the signaling protocol as types; PROTOCOL.md describes them with examples. Nothing here runs.
 *
 * @typedef {'camera' | 'microphone' | 'screen' | 'screen-audio'} Source what a participant can publish
 * @typedef {'connecting' | 'connected' | 'reconnecting'} ParticipantState
 *
 * @typedef {object} TrackInfo
 * @property {Source} source
 * @property {boolean} muted
 *
 * @typedef {object} ParticipantInfo
 * @property {string} id
 * @property {string} name unique in the room
 * @property {ParticipantState} state
 * @property {TrackInfo[]} tracks
 * @property {boolean} [data] chat reaches them over a data channel
 *
 * @typedef {object} SlotCounts how many receiving m-lines a client offers
 * @property {number} video
 * @property {number} audio
 *
 * @typedef {object} SlotInfo what one slot carries from now on
 * @property {string} mid
 * @property {number} generation grows with every assignment of this slot
 * @property {string | null} participant null: nothing
 * @property {Source | null} [source]
 * @property {number | null} [sourceId] the short id in the CSRC list of every packet of this source
 * @property {number | null} [rtpTimestamp] the slot's RTP timestamp of the first packet of this source, 0…2³²−1
 *
 * @typedef {object} Joined
 * @property {'joined'} type
 * @property {string} room
 * @property {{id: string, name: string, renamed: boolean}} you
 * @property {{id: string, secret: string}} seat
 * @property {ParticipantInfo[]} participants everybody else
 * @property {RTCIceServer[]} iceServers
 * @property {SlotCounts} slots to offer at once
 * @property {VideoCodec} [codec] what cameras are to be encoded with
 * @property {number} n number of the last event this snapshot contains
 *
 * @typedef {object} Resumed
 * @property {'resumed'} type
 * @property {number} n number of the last event so far
 * @property {{participants: ParticipantInfo[], slots: SlotInfo[], codec?: VideoCodec, speaker?: string, paused?: string[]} | null} [snapshot] in place of the missed
 *     events, where they are no longer there to be sent again
 *
 * @typedef {{id: string, name: string}} Sender
 *
 * @typedef {{type: 'participant-joined', participant: ParticipantInfo}
 *   | {type: 'participant-left', id: string, reason?: string}
 *   | {type: 'participant-changed', participant: ParticipantInfo}
 *   | {type: 'chat', from: Sender, to?: string, text: string, at: number | string, key?: string}
 *   | {type: 'app', from: Sender, to?: string, kind: string, data: unknown}
 *   | {type: 'slots', slots: SlotInfo[]}
 *   | {type: 'slots-wanted', video: number, audio: number}
 *   | {type: 'paused', slots: string[]}
 *   | {type: 'speaker', participant?: string}
 *   | {type: 'codec', codec: VideoCodec, because?: string}
 *   | {type: 'layers', source: Source, rids: string[]}
 *   | {type: 'connection', state: 'connecting' | 'connected' | 'silent' | 'closed'}
 *   | {type: 'closing', reason: string, retryAfterMs?: number}} ServerEvent
 */

export {};
