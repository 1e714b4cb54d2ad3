// The player in a page of its own: the real engine and decoder, with a queue in memory on the far side of the contract.

import * as lists from '../../../main/core/queue/list.ts'
import { emptyList, type Item, type List } from '../../../main/core/store/tables/queue.ts'
import { createFake } from '../../../preload/contract/fake.ts'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { Loudness, TrackRow } from '../../../preload/contract/library.ts'
import type { PlayEvent } from '../../../preload/contract/listening.ts'
import type { QueueItem, QueueState } from '../../../preload/contract/queue.ts'
import { defaultSettings, type Settings } from '../../../preload/contract/settings.ts'
import { startPlayer } from '../../../renderer/player/start.ts'
import { player, usePlayer } from '../../../renderer/player/store.ts'
import { card } from './card.ts'
import { recorder } from './recorder.ts'

export interface TrackSpec {
  readonly title: string
  readonly durationMs: number
  readonly album?: number
  readonly number?: number
  readonly loudness?: Loudness
}

const unknownLoudness: Loudness = { trackGainDb: null, trackPeak: null, albumGainDb: null, albumPeak: null }

let tracks: readonly TrackSpec[] = []
let settings: Settings = { ...defaultSettings, volume: 1, replayGain: 'off' }
let list = emptyList
let version = 0
const reports: PlayEvent[] = []
const kept: { id: number; positionMs: number }[] = []

function row(id: number): TrackRow {
  const { title = '?', durationMs = 0, album = null, number = null } = tracks[id - 1] ?? {}
  // Ids and rows of this page's own making.
  return {
    id,
    title,
    artist: 'A',
    artists: [],
    album: album === null ? null : `Album ${album}`,
    albumId: album,
    albumArtist: null,
    disc: 1,
    track: number,
    year: null,
    genre: null,
    durationMs,
    art: null,
    addedAt: 0,
    codec: '',
    playable: true,
    unplayableReason: null,
    available: true,
    rating: null,
    liked: false,
    plays: 0,
    heardMs: 0,
    lastHeardAt: null,
    dwellFraction: null,
  } as unknown as TrackRow
}

const item = (it: Item): QueueItem => ({ ...it, track: row(it.trackId), decided: null })
const everything: lists.Facts = ids => new Map([...ids].map(id => [id, { playable: true, welcome: true, artist: id }]))

function state(): QueueState {
  return {
    version,
    current: list.current && item(list.current),
    positionMs: 0,
    upcoming: list.upcoming.map(item),
    past: list.past.map(item),
    waiting: 0,
    shuffle: list.shuffle,
    repeat: list.repeat,
    canUndo: false,
    companion: false,
  }
}

function become(next: List): void {
  list = lists.refill(next, everything)
  version += 1
  fake.emit('queue.changed', state())
}

const fake = createFake({
  'settings.get': () => settings,
  'settings.set': change => {
    settings = { ...settings, ...(change as Partial<Settings>) }
    fake.emit('settings.changed', settings)
  },
  'queue.state': state,
  'queue.play': ({ ids, startAt, origin, source }) =>
    become(lists.play(list, { ids, startAt, origin, source, shuffle: false }, Math.random)),
  'queue.goTo': ({ id }) => become(lists.goTo(list, id)),
  'queue.next': ({ byItself }) => become(lists.next(list, byItself, Math.random)),
  'queue.previous': () => become(lists.previous(list)),
  'queue.setRepeat': ({ repeat }) => become({ ...list, repeat }),
  'queue.keepPosition': at => void kept.push(at),
  'library.loudness': ({ id }) => tracks[id - 1]?.loudness ?? unknownLoudness,
  'listening.report': ({ events }) => void reports.push(...events),
})

const page = {
  card,
  recorder,
  player,
  reports,
  kept,
  fake,
  /** Names the tracks of the shell's files, in order. */
  load(specs: readonly TrackSpec[], change: Partial<Settings> = {}) {
    tracks = specs
    settings = { ...settings, ...change }
    startPlayer(fake.bridge)
  },
  change: (change: Partial<Settings>) => fake.bridge.call('settings.set', change),
  see: () => {
    const { status, track, durationMs, dwellMs, ring, error } = usePlayer.getState()
    return { status, title: track?.title ?? null, durationMs, dwellMs, ring, error, positionMs: player.positionNow() }
  },
  playNow: (ids: readonly number[], startAt = 0) =>
    player.playNow(ids as unknown as readonly TrackId[], startAt, 'album', { kind: 'album', name: 'Album' }),
  /** Every change of what the player shows. */
  seen: [] as { status: string; title: string | null }[],
}
usePlayer.subscribe(({ status, track }) => {
  const last = page.seen.at(-1)
  const title = track?.title ?? null
  if (last?.status !== status || last.title !== title) page.seen.push({ status, title })
})

export type SoundPage = typeof page
Object.assign(window, { sound: page })
