// The law of the listening log: whatever is derived while listening is what the events alone give.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListeningEvent } from '../../../models/listening/events.ts'
import type { PlayId } from '../../../preload/contract/ids.ts'
import type { PlayEvent } from '../../../preload/contract/listening.ts'
import { day0, story, told } from '../../models/listening/stories.ts'
import { derived, listener, newPlayId, storeWithTracks, track } from './listener.ts'

/** A story's events as the window sends them. */
function sent(events: readonly ListeningEvent[], playId: PlayId, id: number): PlayEvent[] {
  return events.map((event): PlayEvent => {
    switch (event.kind) {
      case 'started':
        return { ...event, seq: 0, playId, trackId: track(id), itemId: null, origin: 'shuffle' }
      case 'ended':
        return { ...event, playId }
      case 'seeked':
        return { ...event, playId }
      default:
        return { ...event, playId }
    }
  })
}

const day = 86_400_000

/** Stories of several days, some at the same time, in batches as they come: late, twice, shuffled, with restarts of the core in between. */
const life = fc.record({
  stories: fc.array(fc.record({ tale: story, track: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    maxLength: 12,
  }),
  order: fc.infiniteStream(fc.nat()),
  batch: fc.integer({ min: 1, max: 12 }),
  again: fc.array(fc.nat(), { maxLength: 10 }),
  restarts: fc.array(fc.nat({ max: 40 }), { maxLength: 3 }),
  disorder: fc.constantFrom(0, 3, 1000),
})

describe('plays, sessions and stats', () => {
  it('derived while listening are exactly those that a rebuild gives from the events alone', async () => {
    const store = storeWithTracks()
    await fc.assert(
      fc.asyncProperty(life, async ({ stories, order, batch, again, restarts, disorder }) => {
        // A database per run would cost a second per hundred: the trigger that guards the log is lifted to empty it.
        store.db.exec(`
          DROP TRIGGER IF EXISTS events_are_append_only_delete;
          DELETE FROM plays; DELETE FROM sessions; DELETE FROM track_stats; DELETE FROM events; DELETE FROM play_keys; DELETE FROM upkeep`)
        let one = listener(store)
        const noise = order[Symbol.iterator]()
        const random = () => noise.next().value ?? 0
        const events = stories
          .flatMap(({ tale, track: id }) => sent(told(tale).events, newPlayId(), id))
          .map(event => ({ event, at: event.at + (disorder > 0 ? (random() % disorder) * 1000 : 0) }))
          .sort((a, b) => a.at - b.at)
          .map(({ event }) => event)
        const repeated = again.flatMap(at => events[at % events.length] ?? [])
        const all = [...events, ...repeated]
        for (let from = 0, count = 0; from < all.length; from += batch, count++) {
          one.now = Math.max(one.now, all[from]?.at ?? 0)
          if (restarts.includes(count)) one = one.restart()
          await one.listening.handlers['listening.report']({ events: all.slice(from, from + batch) })
        }
        one.now = day0 + 5 * day
        // As the first report of a new day does.
        await one.listening.handlers['listening.report']({ events: all.slice(0, 1) })
        const live = derived(store)
        one.listening.rebuildPlays()
        expect(derived(store)).toEqual(live)
        store.db.exec('DELETE FROM plays; DELETE FROM sessions; DELETE FROM track_stats; DELETE FROM upkeep')
        one.listening.rebuildPlays()
        expect(derived(store)).toEqual(live)
      }),
      { numRuns: 50 },
    )
  })
})
