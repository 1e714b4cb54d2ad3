// Listening stories, made at random: what a listener does to a track, second by second, and what the window reports of it.
import fc from 'fast-check'
import type { ListeningEvent } from '../../../models/listening/events.ts'

export type Act =
  | { readonly do: 'listen'; readonly ms: number }
  | { readonly do: 'pause'; readonly ms: number }
  | { readonly do: 'seek'; readonly toMs: number }

export interface Story {
  readonly startAt: number
  readonly durationMs: number
  readonly acts: readonly Act[]
  readonly cause: 'finished' | 'skip' | 'previous' | 'picked' | 'quit' | 'error' | 'stopped' | 'killed'
}

export const day0 = Date.UTC(2026, 8, 1, 9)

export const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('listen' as const), ms: fc.integer({ min: 1, max: 60_000 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pause' as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1_000_000, max: 5_000_000 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('seek' as const), toMs: fc.integer({ min: 0, max: 240_000 }) }) },
)

export const story: fc.Arbitrary<Story> = fc.record({
  startAt: fc.integer({ min: 0, max: 3 * 86_400_000 }).map(ms => day0 + ms),
  durationMs: fc.oneof(fc.integer({ min: 1000, max: 240_000 }), fc.constant(0)),
  acts: fc.array(act, { maxLength: 8 }),
  cause: fc.constantFrom('finished', 'skip', 'previous', 'picked', 'quit', 'error', 'stopped', 'killed'),
})

/** The events that a well-behaved window reports of a story (none at the end of one that was killed), and the time truly heard. */
export function told(tale: Story): { events: ListeningEvent[]; heardMs: number } {
  let at = tale.startAt
  let positionMs = 0
  let seq = 0
  let heardMs = 0
  const events: ListeningEvent[] = [{ kind: 'started', seq: 0, at, positionMs, durationMs: tale.durationMs }]
  const say = (kind: 'paused' | 'resumed' | 'heartbeat') => events.push({ kind, seq: ++seq, at, positionMs })
  for (const act of tale.acts) {
    switch (act.do) {
      case 'listen': {
        let leftMs = act.ms
        while (leftMs > 0) {
          const ms = Math.min(5000, leftMs)
          leftMs -= ms
          at += ms
          positionMs += ms
          heardMs += ms
          if (leftMs > 0) say('heartbeat')
        }
        break
      }
      case 'pause':
        say('paused')
        at += act.ms
        say('resumed')
        break
      case 'seek':
        events.push({ kind: 'seeked', seq: ++seq, at, positionMs, toMs: act.toMs })
        positionMs = act.toMs
        break
    }
  }
  if (tale.cause !== 'killed') events.push({ kind: 'ended', seq: ++seq, at, positionMs, cause: tale.cause })
  // What was heard since the last report is lost with the window: five seconds at most.
  else heardMs -= at - (events.at(-1)?.at ?? at)
  return { events, heardMs }
}
