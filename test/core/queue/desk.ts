// A listener's desk for tests: a queue with its companion on a real database, plays reported as the window does, a clock that is moved by hand.
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { Champions } from '../../../main/core/champions.ts'
import { seededRandom } from '../../../main/core/demo/random.ts'
import { createListening, type Listening } from '../../../main/core/listening/index.ts'
import { createQueue, type Queue } from '../../../main/core/queue/index.ts'
import type { CoreContext, Emit } from '../../../main/core/service.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { rows } from '../../../main/core/store/tables/rows.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import type { BalanceState } from '../../../preload/contract/balance.ts'
import type { PlayId, TrackId } from '../../../preload/contract/ids.ts'
import type { PlayEvent, PlayRow } from '../../../preload/contract/listening.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { defaultSettings, type Settings } from '../../../preload/contract/settings.ts'
import { shelf } from '../../fixtures/shelf.ts'

export const EVENING = Date.UTC(2026, 0, 5, 20)
const TRACK_MS = 180_000

export interface Desk {
  readonly store: Store
  readonly queue: Queue
  readonly listening: Listening
  readonly queues: QueueState[]
  readonly balances: BalanceState[]
  readonly log: string[]
  settings: Settings
  now: number
  state(): Promise<QueueState>
  /** The queue as the windows were told of it when a command was carried out. */
  queueAfter(command: void | Promise<void>): Promise<QueueState>
  /** The same of the balance. */
  balanceAfter(command: void | Promise<void>): Promise<BalanceState>
  /** The next time that the queue is laid out anew. */
  renewed(): Promise<void>
  /** Plays what is current as the player does: heard to its end, or skipped after 20 s; waits for the queue that follows. */
  hear(stay: boolean): Promise<PlayRow>
  /** The same for a track that no queue brought. */
  hearTrack(trackId: number, stay: boolean): Promise<PlayRow>
  close(): Promise<void>
}

export interface DeskOptions {
  readonly settings?: Partial<Settings>
  readonly champions?: Champions
  readonly seed?: number
  readonly scorer?: URL
}

/** Counted over all desks: a restarted one goes on with the same log. */
let plays = 0

export function openDesk(folder: string, options: DeskOptions = {}): Desk {
  const store = openStore({ file: join(folder, 'dwell.db') })
  let now = EVENING
  let settings: Settings = { ...defaultSettings, ...options.settings }
  const waiting = new Set<() => void>()
  const said = (level: string) => (message: string, facts?: unknown) =>
    void desk.log.push(`${level}: ${message} ${JSON.stringify(facts)}`)
  const emit: Emit = (name, payload) => {
    // the name decides the payload's type, which the compiler cannot follow here
    if (name === 'queue.changed') desk.queues.push(payload as QueueState)
    if (name === 'balance.changed') {
      desk.balances.push(payload as BalanceState)
      for (const tell of [...waiting]) tell()
    }
    if (name === 'listening.played') queue.played(payload as PlayRow)
    if (name === 'listening.wishesChanged') queue.dropUnwelcome()
    if (name === 'boosts.changed') queue.boostsChanged()
  }
  const context: CoreContext = {
    store,
    now: () => now,
    log: { info: said('info'), warn: said('warn'), error: said('error') },
    emit,
    profileDir: folder,
    cacheDir: folder,
    workers: { ...workerEntries(), ...(options.scorer && { scorer: options.scorer }) },
  }
  const listening = createListening(context)
  const queue = createQueue(context, {
    rows: ids => rows(store.db).tracks(ids),
    mayQueue: listening.mayQueue,
    random: seededRandom(options.seed ?? 1),
    champions: options.champions ?? { current: () => null, onChange: () => () => {} },
    settings: () => settings,
  })

  const renewed = () =>
    new Promise<void>(resolve => {
      const tell = () => {
        waiting.delete(tell)
        resolve()
      }
      waiting.add(tell)
    })

  async function report(trackId: TrackId, itemId: QueueState['current'], stay: boolean): Promise<PlayRow> {
    plays++
    // Given by the window, which this stands for: a UUID by its form.
    const playId = `00000000-0000-4000-8000-${String(plays).padStart(12, '0')}` as PlayId
    const heard = stay ? TRACK_MS : 20_000
    const started: PlayEvent = {
      kind: 'started',
      playId,
      seq: 0,
      at: now,
      positionMs: 0,
      trackId,
      itemId: itemId?.id ?? null,
      origin: itemId?.origin ?? 'hand',
      durationMs: TRACK_MS,
    }
    now += heard
    const ended: PlayEvent = {
      kind: 'ended',
      playId,
      seq: 1,
      at: now,
      positionMs: heard,
      cause: stay ? 'finished' : 'skip',
    }
    await listening.handlers['listening.report']({ events: [started, ended] })
    const row = (await listening.handlers['listening.recent']({ limit: 1 }))[0]
    if (row === undefined) throw new Error('the play is not in the log')
    return row
  }

  const desk: Desk = {
    store,
    queue,
    listening,
    queues: [],
    balances: [],
    log: [],
    get settings() {
      return settings
    },
    set settings(changed) {
      settings = changed
      queue.settingsChanged()
    },
    get now() {
      return now
    },
    set now(at) {
      now = at
    },
    state: async () => queue.handlers['queue.state'](),
    async queueAfter(command) {
      await command
      return desk.queues.at(-1) ?? desk.state()
    },
    async balanceAfter(command) {
      await command
      return desk.balances.at(-1) ?? desk.queue.handlers['balance.state']()
    },
    renewed,
    async hear(stay) {
      const { current } = await desk.state()
      if (current === null) throw new Error('nothing plays')
      const told = renewed()
      await queue.handlers['queue.next']({ byItself: stay })
      const row = await report(current.track.id, current, stay)
      await told
      return row
    },
    // an id of the library's own
    hearTrack: (trackId, stay) => report(trackId as TrackId, null, stay),
    async close() {
      await queue.close()
      listening.close()
      store.close()
    },
  }
  return desk
}

/** A shelf of `artists`, five tracks by each, in `genres` by turns: track n is by artist ceil(n / 5). */
export function stacked(db: Database.Database, artists: number, genres = 4, addedAt = 0): void {
  shelf(db, { tracks: artists * 5 })
  db.exec(`
    UPDATE track_artists SET artist_id = (track_id - 1) / 5 + 1;
    UPDATE tracks SET artist = 'Artist ' || ((id - 1) / 5 + 1), added_at = ${addedAt}, year = 1990 + (id - 1) / 5 % 20;
    DELETE FROM artists WHERE id > ${artists};`)
  for (let genre = 1; genre <= genres; genre++)
    db.prepare('INSERT INTO genres (id, name, fold) VALUES (?, ?, ?)').run(genre, `Genre ${genre}`, `genre ${genre}`)
  db.exec(`
    INSERT INTO track_genres (track_id, genre_id) SELECT id, (id - 1) / 5 % ${genres} + 1 FROM tracks;
    UPDATE tracks SET genre = 'Genre ' || ((id - 1) / 5 % ${genres} + 1);`)
}

export const artistOf = (trackId: number) => Math.ceil(trackId / 5)
export const genreOf = (trackId: number, genres = 4) => ((artistOf(trackId) - 1) % genres) + 1
