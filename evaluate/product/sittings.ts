// What is measured of a simulated listener who sits at a real core: how often they stay, what they meet, how soon a new taste is followed.
import type { Sidecars } from '../../main/core/host/sidecars.ts'
import {
  type HeardPlay,
  type ListenerOptions,
  meanChance,
  type SimulatedListener,
  shareStayed,
  simulatedListener,
} from './simulated-listener.ts'
import { changedTaste } from './tastes.ts'

export const PLAYS = 20

export interface Course {
  /** The training's processes, anew for each core. */
  readonly sidecars: () => Sidecars
  readonly tracks: number
  readonly sittings: number
  /** A training after every so many sittings. */
  readonly trainsEvery: number
}

/** Opens a listener's core, and closes it whatever happens. */
async function sitting<T>(options: ListenerOptions, run: (listener: SimulatedListener) => Promise<T>): Promise<T> {
  const listener = await simulatedListener(options)
  try {
    return await run(listener)
  } finally {
    await listener.close()
  }
}

async function sittings(
  listener: SimulatedListener,
  count: number,
  by: 'companion' | 'shuffle',
  trainsAfter: (sitting: number) => boolean = () => false,
): Promise<readonly (readonly HeardPlay[])[]> {
  const all: (readonly HeardPlay[])[] = []
  for (let sitting = 1; sitting <= count; sitting++) {
    listener.sitDown()
    await listener[by]()
    all.push(await listener.listen(PLAYS))
    if (trainsAfter(sitting)) await listener.train()
  }
  return all
}

const shelfChance = (listener: SimulatedListener): number =>
  meanChance(listener.shelf.map(track => ({ chance: listener.chanceOf(track) })))

/** Every play of the sittings, in order. With `shuffle` nothing is trained: the listener shuffles all the shelf. */
export const heardBy = (seed: number, by: 'companion' | 'shuffle', course: Course): Promise<readonly HeardPlay[]> =>
  sitting({ seed, tracks: course.tracks, sidecars: course.sidecars() }, async listener =>
    (await sittings(listener, course.sittings, by, n => by === 'companion' && n % course.trainsEvery === 0)).flat(),
  )

export interface Turn {
  /** Mean true chance of staying in the last five sittings before the change, or in all where there were fewer. */
  readonly before: number
  /** The same in each of the three sittings after it. */
  readonly after: readonly number[]
  /** What shuffle would have, after it. */
  readonly shuffle: number
}

/** The taste changes after the sittings; one training before it, in the middle. */
export const tasteChanges = (seed: number, course: Course): Promise<Turn> =>
  sitting({ seed, tracks: course.tracks, sidecars: course.sidecars() }, async listener => {
    const middle = Math.ceil(course.sittings / 2)
    const own = await sittings(listener, course.sittings, 'companion', n => n === middle)
    listener.become(changedTaste)
    const after = (await sittings(listener, 3, 'companion')).map(meanChance)
    return { before: meanChance(own.slice(-5).flat()), after, shuffle: shelfChance(listener) }
  })

/** New artists met in the sittings at one setting of Adventure. Two thirds of the shelf were heard in eight weeks, one third never. */
export const metAt = (seed: number, adventure: number, course: Course): Promise<number> =>
  sitting({ seed, tracks: course.tracks, records: 1, sidecars: course.sidecars() }, async listener => {
    await listener.lookBackOn(listener.shelf.slice(0, Math.floor((2 * course.tracks) / 3)))
    await listener.ask['settings.set']({ defaultAdventure: adventure })
    const heard = (await sittings(listener, course.sittings, 'companion')).flat()
    return heard.filter(({ discovery }) => discovery).length
  })

/** Mean true chance of the queue that comes after twenty plays, without any training, and of the shelf. */
export const afterTwentyPlays = (
  seed: number,
  { tracks, sidecars }: Course,
): Promise<{ readonly queue: number; readonly shuffle: number }> =>
  sitting({ seed, tracks, sidecars: sidecars() }, async listener => {
    await sittings(listener, 1, 'companion')
    const { upcoming } = await listener.ask['queue.state']()
    const next = upcoming.slice(0, PLAYS).flatMap(({ track }) => listener.trackOf(track.id) ?? [])
    if (next.length < PLAYS) throw new Error(`only ${next.length} tracks come next`)
    return {
      queue: meanChance(next.map(track => ({ chance: listener.chanceOf(track) }))),
      shuffle: shelfChance(listener),
    }
  })

export { meanChance, shareStayed }
