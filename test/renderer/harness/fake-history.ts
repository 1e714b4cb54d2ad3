// Histories in memory: one file that is picked, what was brought along, what was forgotten; as the interface is looked at and tested against.

import type { Handlers, WindowCallName } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type {
  Forgotten,
  ImportedHistory,
  ImportId,
  ImportPreview,
  ImportProgress,
} from '../../../preload/contract/history.ts'
import { now } from './fake-library.ts'

export interface FakeHistoryOptions {
  /** What the file dialog brings; left out: a Spotify zip; null: the listener thought better of it. */
  readonly picked?: ImportPreview | null
  readonly imports?: readonly ImportedHistory[]
  readonly forgotten?: readonly Forgotten[]
  readonly progress?: ImportProgress
}

type HistoryCall = Extract<WindowCallName, `history.${string}` | `forgetting.${string}`>

const dayMs = 86_400_000

export const spotifyZip: ImportPreview = {
  previewId: 'preview-1',
  format: 'spotify',
  fileName: 'my_spotify_data.zip',
  rows: 84_213,
  broken: 2,
  brokenSamples: [
    {
      place: 'Streaming_History_Audio_2019_2.json, row 412',
      message: '“ms_played”: Invalid input: expected number, received string',
    },
    { place: 'Streaming_History_Audio_2021_4.json, row 9', message: 'no valid JSON' },
  ],
  passedOver: 1204,
  duplicates: 318,
  from: now - 2900 * dayMs,
  to: now - 2 * dayMs,
  plays: 82_689,
  matchedPlays: 54_120,
  tracks: 9120,
  matchedTracks: 4811,
  how: { exact: 3790, folded: 702, version: 281, typo: 38 },
  matchedSamples: [
    { artist: 'Ólafur Winter', title: 'Norh Harbour', matched: 'Ólafur Winter · North Harbour', plays: 41 },
    { artist: 'The Lanterns', title: 'Slow Light - Remastered 2011', matched: 'The Lanterns · Slow Light', plays: 112 },
    { artist: '한여름', title: '느린 오후 (feat. 새벽)', matched: '한여름 · 느린 오후', plays: 87 },
    { artist: 'Marta Quill', title: 'Paper Moon', matched: 'Marta Quill · Paper Moon', plays: 203 },
  ],
  unmatchedSamples: [
    { artist: 'Night Bus Radio', title: 'Terminal 2', matched: null, plays: 98 },
    { artist: 'Marta Quill', title: 'Paper Moon (Live in Lisbon)', matched: null, plays: 31 },
  ],
}

export function createFakeHistory(options: FakeHistoryOptions, changed: () => void) {
  let imports = options.imports ?? []
  let forgotten = options.forgotten ?? []
  const setUndone = (id: ImportId, undoneAt: number | null) => {
    imports = imports.map(one => (one.id === id ? { ...one, undoneAt } : one))
    changed()
  }
  const handlers: Handlers<HistoryCall> = {
    'history.pick': () => (options.picked === undefined ? spotifyZip : options.picked),
    'history.import': ({ previewId }) => {
      if (previewId !== spotifyZip.previewId) throw new DwellError('not-found', 'This preview is gone.')
      const { format, fileName, plays, matchedPlays, from, to } = spotifyZip
      const made: ImportedHistory = {
        // numbers of imports are branded
        id: (imports.length + 1) as ImportId,
        format,
        fileName,
        at: now,
        plays,
        matchedPlays,
        from: from ?? 0,
        to: to ?? 0,
        undoneAt: null,
      }
      imports = [made, ...imports]
      changed()
      return made
    },
    'history.cancel': () => undefined,
    'history.progress': () => options.progress ?? { state: 'idle', done: 0, of: null, msLeft: null },
    'history.imports': () => imports,
    'history.undo': ({ id }) => setUndone(id, now),
    'history.redo': ({ id }) => setUndone(id, null),
    'history.export': ({ format }) => ({ fileName: `dwell-listening.${format}`, plays: 1234 }),
    'forgetting.preview': ({ kind }) => ({ plays: kind === 'everything' ? 1234 : kind === 'session' ? 0 : 12 }),
    'forgetting.forget': ({ kind }) => {
      const made: Forgotten = {
        id: 1000 + forgotten.length,
        kind,
        label: kind === 'track' ? 'A track' : '',
        plays: 12,
        at: now,
      }
      forgotten = [made, ...forgotten]
      changed()
      return made
    },
    'forgetting.all': () => forgotten,
    'forgetting.undo': ({ id }) => {
      forgotten = forgotten.filter(one => one.id !== id)
      changed()
    },
    'forgetting.erase': () => {
      const plays = forgotten.reduce((sum, one) => sum + one.plays, 0)
      forgotten = []
      changed()
      return { plays }
    },
  }
  return { handlers }
}
