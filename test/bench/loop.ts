// How fast the loop answers its listener: a slider to its strip, a queue of fifty, one more play to a new queue; on a small library and a large one.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type HeardTrack, hear } from '../../main/core/demo/listener.ts'
import { seededRandom } from '../../main/core/demo/random.ts'
import { type Core, createCore } from '../../main/core/index.ts'
import { threadSidecars } from '../../main/core/learning/training-worker/thread-sidecars.ts'
import { databaseFile } from '../../main/core/store/damage.ts'
import { openStore } from '../../main/core/store/open.ts'
import { workerEntries } from '../../main/core/workers.ts'
import type { BalanceState } from '../../preload/contract/balance.ts'
import { type EventName, type Input, namesOf, type Output, type Payload } from '../../preload/contract/contract.ts'
import type { Answer } from '../../preload/contract/errors.ts'
import { answerCall } from '../../preload/contract/server.ts'
import { libraryOf, madeAt } from './library-of.ts'
import { listened, shelfOf } from './listened.ts'
import { type BenchOptions, type Report, reportSpread, timed } from './measure.ts'

const SMALL = 1_000
/** What a listener of some months has heard, and one of many years, of whom models have learned. */
const PLAYS = 3_000
const PLAYS_OF_YEARS = 50_000
const MOVES = 200
const MORE_PLAYS = 60
const HOUR_MS = 3_600_000

export async function loopBench(report: Report, { tracks, work }: BenchOptions): Promise<void> {
  for (const size of new Set([SMALL, tracks])) await measure(report, size, work)
  await measureTrained(report, tracks, work)
}

/** The same with everything that a training makes in use. */
async function measureTrained(report: Report, tracks: number, work: string): Promise<void> {
  const at = (what: string) => `loop: ${what}, trained on ${PLAYS_OF_YEARS} plays, ${tracks} tracks`
  const { bench, heard } = await open(tracks, join(work, 'years'))
  try {
    await listened(bench.core, heard, PLAYS_OF_YEARS, bench.now)
    await bench.trained()
    report(
      at('the companion takes over, first ever'),
      await timed(() => settled(bench, () => bench.ask('queue.companion', { from: null }))),
      'ms',
      (await bench.core.handlers['learning.report']())?.lines.map(line => `${line.kind}: ${line.used}`).join(', '),
    )
    await morePlays(report, at('one more play to a new queue'), bench, heard)
  } finally {
    await bench.core.close()
  }
}

async function morePlays(
  report: Report,
  name: string,
  bench: Bench,
  heard: ReadonlyMap<number, HeardTrack>,
): Promise<void> {
  const plays: [string, number][] = []
  for (let play = 0; play < MORE_PLAYS; play++)
    plays.push([`play ${play}`, await oneMorePlay(bench, heard, play % 3 === 0)])
  reportSpread(report, name, plays, 'aim 150 ms')
}

interface Bench {
  readonly core: Core
  /** Asks as a window does: parsed, answered, copied to another process. */
  ask<N extends 'queue.state' | 'queue.companion' | 'queue.next' | 'balance.state' | 'balance.preview' | 'balance.set'>(
    name: N,
    input: Input<N>,
  ): Promise<Output<N>>
  /** Resolves when the next queue is laid out: its mix is told then. */
  nextQueue(): Promise<BalanceState>
  /** Trains to the end. */
  trained(): Promise<void>
  now: number
}

async function measure(report: Report, tracks: number, work: string): Promise<void> {
  const at = (what: string) => `loop: ${what}, ${tracks} tracks`
  const { bench, heard } = await open(tracks, work)
  try {
    await listened(bench.core, heard, PLAYS, bench.now)
    report(
      at('the companion takes over, first ever'),
      await timed(() => settled(bench, () => bench.ask('queue.companion', { from: null }))),
      'ms',
      `after ${PLAYS} plays`,
    )
    const { upcoming } = await bench.ask('queue.state', undefined)
    report(at('length of its queue'), upcoming.length, 'tracks')

    const lag = monitorEventLoopDelay({ resolution: 1 })
    lag.enable()
    const { balance } = await bench.ask('balance.state', undefined)
    const moves: [string, number][] = []
    for (let move = 0; move < MOVES; move++) {
      const slider = (['adventure', 'discovery', 'exposure', 'boost'] as const)[move % 4] ?? 'adventure'
      const value = ((move * 37) % 101) / 100
      await new Promise(resolve => setImmediate(resolve))
      moves.push([
        `${slider} ${value}`,
        await timed(() => bench.ask('balance.preview', { ...balance, [slider]: value })),
      ])
    }
    reportSpread(report, at('slider to strip (balance.preview)'), moves, 'aim p95 < 16 ms')

    await morePlays(report, at('one more play to a new queue'), bench, heard)
    report(at('longest that the core’s thread was held'), lag.max / 1e6, 'ms', 'aim 16 ms')
    lag.disable()
  } finally {
    await bench.core.close()
  }
}

async function open(tracks: number, work: string) {
  const profileDir = join(work, `loop-${tracks}`)
  mkdirSync(profileDir, { recursive: true })
  const store = openStore({ file: databaseFile(profileDir) })
  libraryOf(store, tracks)
  const heard = shelfOf(store)
  store.close()
  const waiting: ((balance: BalanceState) => void)[] = []
  let learningTold = () => {}
  const bench = { now: madeAt + 24 * HOUR_MS }
  const core = await createCore({
    profileDir,
    cacheDir: join(work, 'loop-cache'),
    workers: workerEntries(),
    sidecars: threadSidecars(),
    now: () => bench.now,
    access: 'alone',
    log: { info: () => {}, warn: console.warn, error: console.error },
    emit: <N extends EventName>(name: N, payload: Payload<N>) => {
      // the name decides the payload
      if (name === 'learning.changed' && (payload as Payload<'learning.changed'>).training === null) learningTold()
      if (name === 'balance.changed') for (const tell of waiting.splice(0)) tell(payload as Payload<'balance.changed'>)
    },
  })
  const allow = namesOf('window', 'core')
  return {
    heard,
    bench: Object.assign(bench, {
      core,
      async ask(name: Parameters<Bench['ask']>[0], input: unknown) {
        const answer: Answer<unknown> = structuredClone(await answerCall(core.handlers, allow, name, input))
        if (!answer.ok) throw new Error(`${name}: ${answer.message}`)
        return answer.data
      },
      async trained() {
        const { handlers } = core
        await handlers['learning.train']()
        while ((await handlers['learning.state']()).training !== null)
          await new Promise<void>(resolve => {
            learningTold = resolve
          })
      },
      nextQueue: () => new Promise<BalanceState>(resolve => waiting.push(resolve)),
    }) as Bench, // the answer of a call is of that call's type
  }
}

/** One for all: a play that is told twice is told once. */
const random = seededRandom(7)

/** The listener ends a play and goes on; resolves when the windows have the queue that follows from it. */
async function oneMorePlay(bench: Bench, heard: ReadonlyMap<number, HeardTrack>, skips: boolean): Promise<number> {
  const { current } = await bench.ask('queue.state', undefined)
  const track = current === null ? undefined : heard.get(current.track.id)
  if (current === null || track === undefined) throw new Error('nothing plays')
  const cause = skips ? 'skip' : 'finished'
  const { events, goesOnAt } = hear(
    { track, startAt: bench.now, origin: current.origin, cause, itemId: current.id },
    random,
  )
  await bench.core.handlers['listening.report']({ events: events.slice(0, -1) })
  bench.now = Math.round(goesOnAt)
  return timed(() =>
    settled(bench, async () => {
      await bench.core.handlers['listening.report']({ events: events.slice(-1) })
      await bench.ask('queue.next', { byItself: !skips })
    }),
  )
}

/** Does it, and resolves when the queue has come that was laid out after it. */
async function settled(bench: Bench, does: () => Promise<unknown>): Promise<void> {
  const laidOut = bench.nextQueue()
  await does()
  await laidOut
}
