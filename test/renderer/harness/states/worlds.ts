// How the made core is arranged for the states: one that is well, an empty one, one that never answers, one that refuses, one at work, one of hard names.
import type { WindowCallName } from '../../../../preload/contract/contract.ts'
import type { ImportId } from '../../../../preload/contract/history.ts'
import type { TrackId } from '../../../../preload/contract/ids.ts'
import { type FakeCoreOptions, idle, root } from '../fake-core.ts'
import { now } from '../fake-library.ts'
import { hardName, hardNames } from '../hard-names.ts'

export interface World {
  readonly core: FakeCoreOptions
  /** Dwell plays by itself, after a session of a few tracks. */
  readonly plays?: boolean
}

const dayMs = 86_400_000

/** What pages ask for; what the frame itself asks for is always answered. */
const askedByPages: readonly WindowCallName[] = [
  'library.trackIds',
  'library.albumIds',
  'library.artistIds',
  'library.genres',
  'library.folders',
  'library.search',
  'library.roots',
  'library.failures',
  'playlists.all',
  'playlists.items',
  'listening.session',
  'listening.totals',
  'listening.wishes',
  'insights.map',
  'insights.taste',
  'insights.clock',
  'insights.dwell',
  'insights.discovery',
  'insights.beliefs',
  'learning.report',
  'learning.state',
  'learning.backends',
  'learning.models',
  'sound.progress',
  'sound.failures',
  'history.imports',
  'history.progress',
  'forgetting.all',
  'balance.state',
  'boosts.all',
]
const rows = ['library.tracks', 'library.albums', 'library.artists'] as const

const usual: FakeCoreOptions = {
  tracks: 1200,
  roots: [root(1, 'Music', { tracks: 1200 })],
  history: {
    imports: [
      {
        id: 1 as ImportId, // numbers of imports are branded
        format: 'spotify',
        fileName: 'my_spotify_data.zip',
        at: now - 3 * dayMs,
        plays: 82_689,
        matchedPlays: 54_120,
        from: now - 2900 * dayMs,
        to: now - 3 * dayMs,
        undoneAt: null,
      },
    ],
    forgotten: [{ id: 1, kind: 'session', label: '', plays: 9, at: now - dayMs }],
  },
}

const broken = (name: string) =>
  ({ rootName: 'Music', file: name, code: 'file-truncated', message: 'it ends before its own header says' }) as const

export const worlds = {
  usual: { core: usual },
  playing: { core: usual, plays: true },
  empty: {
    core: {
      tracks: 0,
      roots: [],
      playlists: false,
      knowing: 'nothing',
      suggested: null,
      insights: { empty: true },
      learning: { models: [], backends: [], state: { lastTrainedAt: null, newPlays: 0 } },
      sound: { progress: { done: 0, of: 0 } },
    },
  },
  /** Tracks, and not yet one play. */
  unheard: {
    core: {
      ...usual,
      playlists: false,
      knowing: 'nothing',
      suggested: null,
      history: {},
      insights: { empty: true },
      learning: { models: [], state: { lastTrainedAt: null, newPlays: 0 } },
    },
  },
  busy: { core: { ...usual, silent: [...askedByPages, ...rows] } },
  /** Lists are there, the rows in them are on their way. */
  rowless: { core: { ...usual, silent: rows } },
  failing: {
    core: {
      ...usual,
      refused: {
        ...Object.fromEntries(askedByPages.map(name => [name, 'internal'])),
        'library.trackIds': 'core-restarting',
        'playlists.items': 'not-found',
        'insights.map': 'disk-full',
      },
    },
  },
  /** Reading, listening, training and importing, all at once. */
  working: {
    core: {
      ...usual,
      roots: [
        root(1, 'Music', { tracks: 1200, failed: 3 }),
        root(2, 'Old drive', { state: 'absent', tracks: 310 }),
        root(3, 'Rips', { state: 'shrunken', tracks: 88 }),
        root(4, 'Just added', { lastScanAt: null }),
      ],
      failures: ['zero.ogg', 'B-sides/half.flac', '한여름/느린 오후.mp3'].map(broken),
      scan: {
        ...idle,
        state: 'reading',
        rootId: root(1, '').id,
        found: 1503,
        done: 640,
        failed: 3,
        current: 'Paper Lanterns/2011 Slow Light/04 Crossing the Tide.flac',
        msLeft: 94_000,
      },
      learning: {
        state: {
          training: {
            step: 'vectors',
            share: 0.42,
            msLeft: 8000,
            backend: 'webgpu',
            startedAt: now,
            asked: true,
          },
          trouble: { at: now - dayMs, message: 'the device was lost', movedFrom: 'webgl', movedTo: 'wasm' },
        },
      },
      sound: {
        progress: { state: 'working', done: 320, of: 1200, failed: 2, current: 'Slow Light', msLeft: 1_260_000 },
        failures: [
          {
            trackId: 3 as TrackId, // ids of tracks are branded
            title: 'Holding Snow',
            artist: 'Amber Choir',
            code: 'file-broken',
            message: 'no frame could be decoded',
          },
        ],
      },
      history: { progress: { state: 'matching', done: 51_200, of: 84_213, msLeft: 21_000 } },
    },
  },
  /** Everything that was said about the data and the machine. */
  noticed: {
    core: {
      ...usual,
      app: {
        demo: true,
        canWrite: false,
        notices: [
          { id: '1', kind: 'database-restored', backupAt: now - dayMs, damagedKeptAs: 'dwell.damaged-2026-11-21.db' },
          { id: '2', kind: 'database-started-anew', damagedKeptAs: 'dwell.damaged-2026-11-22.db' },
          { id: '3', kind: 'profile-read-only' },
          { id: '4', kind: 'disk-full' },
          { id: '5', kind: 'root-shrunken', root: 'Rips', missing: 812, of: 900 },
          { id: '6', kind: 'core-restarted' },
        ],
      },
    },
  },
  long: {
    plays: true,
    core: {
      tracks: 600,
      hasHardNames: true,
      roots: hardNames.map((name, n) => root(n + 1, name, { tracks: n * 12_345, failed: n % 3 })),
      failures: hardNames.map(name => broken(`${name}/${name}.flac`)),
      sound: {
        progress: { state: 'working', done: 320, of: 600, failed: 1, current: hardName(0), msLeft: 1_260_000 },
      },
      scan: { ...idle, state: 'reading', found: 1503, done: 640, current: `${hardName(2)}/${hardName(3)}.flac` },
      app: { notices: [{ id: '1', kind: 'root-shrunken', root: hardName(1), missing: 1_234_567, of: 1_234_568 }] },
      history: {
        imports: hardNames.slice(0, 4).map((name, n) => ({
          id: (n + 1) as ImportId, // numbers of imports are branded
          format: 'listenbrainz' as const,
          fileName: `${name}.zip`,
          at: now,
          plays: 1_234_567,
          matchedPlays: 1_200_000,
          from: now - 5000 * dayMs,
          to: now,
          undoneAt: n === 1 ? now : null,
        })),
        forgotten: hardNames
          .slice(0, 4)
          .map((label, id) => ({ id, kind: 'artist' as const, label, plays: 4, at: now })),
      },
    },
  },
  /** A library that no screen holds: a hundred thousand rows. */
  many: { core: { tracks: 5000, longList: 100_000, insights: { points: 20_000 } } },
  first: { core: { ...usual, tracks: 0, roots: [], playlists: false, settings: { onboarded: false } } },
  firstScan: {
    core: {
      ...usual,
      settings: { onboarded: false },
      scan: { ...idle, state: 'reading', found: 1503, done: 1200, current: '한여름/느린 오후.mp3', msLeft: 21_000 },
    },
  },
} satisfies Readonly<Record<string, World>>

export type WorldName = keyof typeof worlds
export const worldOf = (name: WorldName): World => worlds[name]
