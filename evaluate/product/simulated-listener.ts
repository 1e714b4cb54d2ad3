// A listener whose taste is known, at a real core: hears what the queue brings, stays or skips by the true chance, and reports as the window does.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  chanceOfStaying,
  demoTaste,
  type HeardTrack,
  hear,
  simulateListening,
  type Taste,
} from '../../main/core/demo/listener.ts'
import { seededRandom } from '../../main/core/demo/random.ts'
import type { Sidecars } from '../../main/core/host/sidecars.ts'
import { type Core, createCore } from '../../main/core/index.ts'
import { databaseFile } from '../../main/core/store/damage.ts'
import { openStore } from '../../main/core/store/open.ts'
import { workerEntries } from '../../main/core/workers.ts'
import type { EventName, Payload } from '../../preload/contract/contract.ts'
import type { TrackId } from '../../preload/contract/ids.ts'
import type { Decided, QueueItem } from '../../preload/contract/queue.ts'
import { inventedShelf, type ShelfSize } from './invented-shelf.ts'

/** When on a day the listener sits down, hours. */
const sittings = [7.5, 13, 19.5, 22.5] as const

export interface HeardPlay {
  readonly track: HeardTrack
  /** The truth: how likely the listener was to stay. */
  readonly chance: number
  readonly stayed: boolean
  /** Neither the track nor anything else by its artist was heard before. */
  readonly discovery: boolean
  readonly decided: Decided | null
}

export interface ListenerOptions {
  readonly seed: number
  readonly tracks: number
  /** Most records of an artist (three): one makes a shelf of many artists. */
  readonly records?: number
  readonly sidecars?: Sidecars
  readonly taste?: Taste
}

export type SimulatedListener = Awaited<ReturnType<typeof simulatedListener>>

/**
 * Opens a core on a new profile with an invented shelf. The clock is the listener's own: it moves by listening, and to the next sitting.
 * Whoever opens it closes it.
 */
export async function simulatedListener({ seed, tracks, records = 3, sidecars, taste = demoTaste }: ListenerOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-listener-'))
  const profileDir = join(folder, 'profile')
  const random = seededRandom(seed)
  /** A Monday morning wherever this runs: the hours of a listener are local ones. */
  let now = new Date(2026, 8, 7, 7, 0).getTime()
  const shelf = makeProfile(profileDir, { tracks, records, seed, at: now })
  const trackOf = new Map(shelf.map(track => [track.id, track]))
  let learningTold = () => {}
  let laidOut = () => {}
  const core: Core = await createCore({
    profileDir,
    cacheDir: join(folder, 'cache'),
    workers: workerEntries(),
    ...(sidecars && { sidecars }),
    now: () => now,
    random: seededRandom(seed + 1),
    access: 'alone',
    log: { info: () => {}, warn: console.warn, error: console.error },
    emit: <N extends EventName>(name: N, payload: Payload<N>) => {
      if (name === 'balance.changed') laidOut()
      // the name decides the payload
      if (name === 'learning.changed' && (payload as Payload<'learning.changed'>).training === null) learningTold()
    },
  })
  const ask = core.handlers
  let mood = taste
  let sitting = -1
  const heardOn = new Map<TrackId, number[]>()
  const artistsHeard = new Set<string>()

  const playsToday = (id: TrackId): number => {
    const today = new Date(now).setHours(0, 0, 0, 0)
    return (heardOn.get(id) ?? []).filter(at => at >= today).length
  }
  const chanceOf = (track: HeardTrack): number => chanceOfStaying(track, now, playsToday(track.id), mood)

  function noteArtist(id: TrackId): void {
    const track = trackOf.get(id)
    if (track !== undefined) artistsHeard.add(track.artist)
  }

  /** Hears one item to its end or skips it, and asks for the next. */
  async function listenTo(item: QueueItem): Promise<HeardPlay> {
    const track = trackOf.get(item.track.id)
    if (track === undefined) throw new Error(`the queue brought “${item.track.title}”, which is not on the shelf`)
    const chance = chanceOf(track)
    const stayed = random() < chance
    const discovery = !artistsHeard.has(track.artist)
    const cause = stayed ? 'finished' : 'skip'
    const { events, goesOnAt } = hear({ track, startAt: now, origin: item.origin, cause, itemId: item.id }, random)
    await ask['listening.report']({ events: events.slice(0, 1) })
    now = Math.round(goesOnAt)
    // Between two plays lie minutes: the queue has long been laid out anew when the listener looks at it again.
    const settled = new Promise<void>(resolve => {
      laidOut = resolve
    })
    // Both are said in one breath, as the window says them: the core lays out once, and no slow disk comes between.
    const reported = ask['listening.report']({ events: events.slice(1) })
    const next = ask['queue.next']({ byItself: stayed })
    heardOn.set(track.id, [...(heardOn.get(track.id) ?? []), now])
    noteArtist(track.id)
    await reported
    await next
    if ((await ask['queue.state']()).companion) await settled
    return { track, chance, stayed, discovery, decided: item.decided }
  }

  return {
    shelf,
    ask,
    /** True chance of each track of the shelf, now. */
    chanceOf,
    trackOf: (id: TrackId) => trackOf.get(id),
    get now() {
      return now
    },
    /** Eight weeks of shuffle, albums and a hand in it, with these tracks alone, end now. */
    async lookBackOn(tracks: readonly HeardTrack[]): Promise<void> {
      const events = [...simulateListening(tracks, now, seed + 2)]
      for (const event of events) if (event.kind === 'started') noteArtist(event.trackId)
      while (events.length > 0) await ask['listening.report']({ events: events.splice(0, 1000) })
    },
    /** From now on another listener in the same chair. */
    become(other: Taste) {
      mood = other
    },
    /** Goes on to the next time of the day at which the listener sits down; two sittings a day, in turn. */
    sitDown() {
      sitting++
      const day = new Date(2026, 8, 7 + Math.floor(sitting / 2)).getTime()
      const hour = sittings[((sitting % 2) * 2 + (Math.floor(sitting / 2) % 2)) % sittings.length] ?? 13
      now = Math.max(now, Math.round(day + hour * 3_600_000 + random() * 45 * 60_000))
    },
    /** Hears `plays` items of the queue as it stands, one after another. */
    async listen(plays: number): Promise<readonly HeardPlay[]> {
      const heard: HeardPlay[] = []
      for (let n = 0; n < plays; n++) {
        const { current } = await ask['queue.state']()
        if (current === null) throw new Error(`the queue ended after ${n} plays`)
        heard.push(await listenTo(current))
      }
      return heard
    },
    async shuffle(): Promise<void> {
      const ids = Int32Array.from(shelf, ({ id }) => id)
      const startAt = Math.floor(random() * ids.length)
      const source = { kind: 'tracks', name: 'All' } as const
      await ask['queue.play']({ ids, startAt, origin: 'shuffle', source, shuffle: true })
    },
    async companion(): Promise<void> {
      await ask['queue.companion']({ from: null })
    },
    /** Trains to the end. Rejects with what went wrong. */
    async train(): Promise<void> {
      await ask['learning.train']()
      while ((await ask['learning.state']()).training !== null)
        await new Promise<void>(resolve => {
          learningTold = resolve
        })
      const { trouble } = await ask['learning.state']()
      if (trouble !== null) throw new Error(`the training failed: ${trouble.message}`)
    },
    async close(): Promise<void> {
      await core.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function makeProfile(profileDir: string, size: ShelfSize): readonly HeardTrack[] {
  mkdirSync(profileDir)
  const store = openStore({ file: databaseFile(profileDir) })
  try {
    return inventedShelf(store.db, size)
  } finally {
    store.close()
  }
}

export const shareStayed = (plays: readonly HeardPlay[]): number =>
  plays.filter(({ stayed }) => stayed).length / Math.max(1, plays.length)
/** Less noisy than what was stayed with: the mean of the true chances. */
export const meanChance = (plays: readonly Pick<HeardPlay, 'chance'>[]): number =>
  plays.reduce((sum, { chance }) => sum + chance, 0) / Math.max(1, plays.length)
