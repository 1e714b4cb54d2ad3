// The demonstration in the core: has its music made beside the core, scans it, tells eight weeks of listening as if it had happened, and learns from them.
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Handlers } from '../../../preload/contract/contract.ts'
import type { LearningState } from '../../../preload/contract/learning.ts'
import type { ScanProgress, TrackRow } from '../../../preload/contract/library.ts'
import type { PlayEvent } from '../../../preload/contract/listening.ts'
import type { CoreContext } from '../service.ts'
import { catalogue } from './catalogue.ts'
import { type HeardTrack, simulateListening } from './listener.ts'
import { tracksInAll } from './make-library.ts'
import type { StyleName } from './styles.ts'

const SEED = 20261122
const EVENTS_A_REPORT = 500
const MAKERS = 2
const BOOST_MS = 21 * 86_400_000

/** What the demonstration asks of the core: the same calls that a window and the shell make. */
export type DemoAsks = Handlers<
  | 'library.addRoot'
  | 'library.rescan'
  | 'library.trackIds'
  | 'library.tracks'
  | 'listening.report'
  | 'listening.totals'
  | 'listening.wish'
  | 'playlists.create'
  | 'boosts.add'
  | 'queue.state'
  | 'queue.companion'
  | 'learning.train'
  | 'learning.state'
>

export interface Demo {
  /** Told by the core whenever a scan goes on or ends. */
  onProgress(progress: ScanProgress): void
  /** Told by the core whenever the library's lists were read again. */
  onChanged(): void
  /** Told by the core whenever learning has something to say. */
  onLearning(state: LearningState): void
  /**
   * Makes, scans, tells and learns. Resolves when the queue is there, chosen by what was learned; rejects when the music could not be made.
   */
  start(): Promise<void>
  close(): Promise<void>
}

/** Where the made music is kept for the next time: it takes half a minute to compose and is always the same. */
export function demoMusicFolder(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env['XDG_CACHE_HOME'] ?? env['LOCALAPPDATA'] ?? join(homedir() || tmpdir(), '.cache')
  return join(cache, 'dwell', 'demonstration-1')
}

export function createDemo(context: CoreContext, ask: DemoAsks, folder = demoMusicFolder()): Demo {
  const makers = new Set<Worker>()
  let closed = false
  let onLearned = () => {}
  let waiting: { readonly idle: () => void; readonly changed: () => void } | null = null

  /** Resolves at the next sign of the library: a scan that ended, or lists that were read again. */
  function sign(of: 'idle' | 'changed'): Promise<void> {
    return new Promise(resolve => {
      waiting = { idle: () => undefined, changed: () => undefined, [of]: resolve }
    })
  }

  async function compose(): Promise<void> {
    const startedAt = context.now()
    let done = 0
    const onMade = (file: string) => {
      done++
      const msLeft = done < 5 ? null : Math.round(((context.now() - startedAt) / done) * (tracksInAll - done))
      const counts = { found: tracksInAll, done, failed: 0 }
      context.emit('library.progressed', {
        state: 'reading',
        rootId: null,
        ...counts,
        current: file,
        msLeft,
        startedAt,
      })
    }
    await Promise.all(
      Array.from({ length: MAKERS }, async (_, index) => {
        const maker = new Worker(context.workers.demo, { workerData: { folder, share: { index, of: MAKERS } } })
        makers.add(maker)
        maker.on('message', onMade)
        await new Promise<void>((resolve, reject) => {
          maker.once('error', reject)
          maker.once('exit', () => resolve())
        })
        makers.delete(maker)
      }),
    )
  }

  async function scan(): Promise<void> {
    const ended = sign('idle')
    await ask['library.addRoot']({ path: folder })
    await ended
  }

  /** Lists are read again after a scan, in their own time. */
  async function rows(): Promise<readonly TrackRow[]> {
    for (;;) {
      const changed = sign('changed')
      const { ids } = await ask['library.trackIds']({ filter: { of: 'all' }, sort: 'artist' })
      if (ids.length >= tracksInAll) return ask['library.tracks']({ ids: ids.slice(0, 500) })
      await changed
    }
  }

  async function tell(tracks: readonly TrackRow[]): Promise<void> {
    const events = simulateListening(
      tracks.filter(({ artist }) => !unmet.has(artist)).flatMap(heardTrack),
      context.now(),
      SEED,
    )
    for (let at = 0; at < events.length; at += EVENTS_A_REPORT) {
      const some: readonly PlayEvent[] = events.slice(at, at + EVENTS_A_REPORT)
      await ask['listening.report']({ events: [...some] })
    }
    const heard = await ask['library.tracks']({ ids: Int32Array.from(tracks, track => track.id) })
    const byHours = heard.toSorted((a, b) => b.heardMs - a.heardMs)
    for (const { id } of byHours.slice(0, 6)) await ask['listening.wish']({ kind: 'like', target: { of: 'track', id } })
    for (const { name, genres } of demoPlaylists) {
      const ids = Int32Array.from(
        tracks.filter(track => genres.includes(track.genre ?? '')).slice(0, 12),
        track => track.id,
      )
      await ask['playlists.create']({ name, ids })
    }
  }

  /** One wish about the mix, as a listener would have one: the newest record, for three weeks. */
  async function boost(tracks: readonly TrackRow[]): Promise<void> {
    const { albumId } = tracks.find(({ album }) => album === boosted) ?? {}
    if (albumId === undefined || albumId === null) return
    await ask['boosts.add']({ target: { of: 'album', id: albumId }, until: context.now() + BOOST_MS })
  }

  /** Learns to the end and hands the queue to the companion, unless the listener has begun one meanwhile. */
  async function learn(): Promise<void> {
    await ask['learning.train']()
    while ((await ask['learning.state']()).training !== null) {
      await new Promise<void>(resolve => {
        onLearned = resolve
      })
      if (closed) return
    }
    const { current, companion } = await ask['queue.state']()
    if (current === null || companion) await ask['queue.companion']({ from: null })
  }

  return {
    onProgress({ state }) {
      if (state === 'idle') waiting?.idle()
    },
    onChanged: () => waiting?.changed(),
    onLearning({ training }) {
      if (training === null) onLearned()
    },
    async start() {
      if ((await ask['listening.totals'](undefined)).plays > 0) return
      await compose()
      if (closed) return
      await scan()
      const tracks = await rows()
      await tell(tracks)
      await boost(tracks)
      await learn()
    },
    async close() {
      closed = true
      onLearned()
      await Promise.all(Array.from(makers, maker => maker.terminate()))
    },
  }
}

const demoPlaylists: readonly { name: string; genres: readonly string[] }[] = [
  { name: 'Rain on the window', genres: ['Ambient', 'Jazz'] },
  { name: '느린 오후', genres: ['Folk'] },
  { name: 'Last bus', genres: ['House', 'Chiptune'] },
]
/** Owned and never played: what there is to discover. */
const unmet: ReadonlySet<string> = new Set(['Marble Arcade', '고요한 섬'])
/** The record that its listener wants to hear more of. */
const boosted = 'Paper Boat'

const styleOf = new Map<string, StyleName>(
  catalogue.flatMap(album =>
    album.tracks.map((track): [string, StyleName] =>
      typeof track === 'string'
        ? [`${album.artist}\n${track}`, album.style]
        : [`${track.artist}\n${track.title}`, track.style],
    ),
  ),
)

function heardTrack({ id, artist, title, durationMs }: TrackRow): HeardTrack[] {
  const style = styleOf.get(`${artist}\n${title}`)
  return style === undefined ? [] : [{ id, artist, style, durationMs }]
}
