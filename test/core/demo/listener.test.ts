// The simulated listener behaves like one: hours of the day, sessions, events in order, the same story from the same seed.
import { describe, expect, it } from 'vitest'
import { chanceOfStaying, type HeardTrack, simulateListening } from '../../../main/core/demo/listener.ts'
import { trackId } from '../../../preload/contract/ids.ts'
import { playEvent } from '../../../preload/contract/listening.ts'

const names = ['ambient', 'chiptune', 'house', 'jazz', 'folk', 'rock'] as const
const tracks: HeardTrack[] = Array.from({ length: 60 }, (_, i) => ({
  id: trackId.parse(i + 1),
  artist: `Artist ${i % 12}`,
  style: names[i % 6] ?? 'folk',
  durationMs: 30_000 + 500 * i,
}))
const until = Date.UTC(2026, 10, 22, 12)

describe('the simulated listener', () => {
  const events = simulateListening(tracks, until, 1)

  it('tells the same story from the same seed and another from another', () => {
    expect(simulateListening(tracks, until, 1)).toEqual(events)
    expect(simulateListening(tracks, until, 2)).not.toEqual(events)
  })

  it('sends only events that the contract accepts, each play started once and ended once', () => {
    const open = new Set<string>()
    for (const event of events) {
      expect(playEvent.safeParse(event).success).toBe(true)
      if (event.kind === 'started') open.add(event.playId)
      if (event.kind === 'ended') expect(open.delete(event.playId)).toBe(true)
    }
    expect(open.size).toBe(0)
  })

  it('listens for eight weeks, never into the future, hundreds of plays', () => {
    const times = events.map(event => event.at)
    expect(Math.max(...times)).toBeLessThanOrEqual(until)
    expect((until - Math.min(...times)) / 86_400_000).toBeGreaterThan(50)
    expect(events.filter(event => event.kind === 'started').length).toBeGreaterThan(500)
  })

  it('likes ambient at night and not chiptune', () => {
    const night = new Date(2026, 10, 20, 23).getTime()
    const of = (style: (typeof names)[number]) =>
      chanceOfStaying({ id: trackId.parse(1), artist: 'X', style, durationMs: 1 }, night, 0)
    expect(of('ambient')).toBeGreaterThan(of('chiptune'))
  })

  it('tires of a track heard again on the same day', () => {
    const [track] = tracks
    if (track === undefined) throw new Error('no track')
    expect(chanceOfStaying(track, until, 3)).toBeLessThan(chanceOfStaying(track, until, 0))
  })
})
