// Laws of the player's state, whatever happens in whatever order.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { atRest, type Effect, type Machine, type PlayerEvent } from '../../../renderer/player/machine.ts'
import { step } from '../../../renderer/player/step.ts'
import { itemId, queueOf } from './builders.ts'

const id = fc.integer({ min: 1, max: 6 })
const queue: fc.Arbitrary<QueueState> = fc
  .record({
    current: fc.option(id),
    upcoming: fc.uniqueArray(id, { maxLength: 4 }),
    repeat: fc.constantFrom('off', 'all', 'one'),
    waiting: fc.constantFrom(0, 5),
  })
  .map(({ current, upcoming, repeat, waiting }) =>
    queueOf(
      current,
      upcoming.filter(other => other !== current),
      { repeat, waiting },
    ),
  )

/** Events as the engine can give them: about decks that exist. */
const happening: fc.Arbitrary<(state: Machine) => PlayerEvent> = fc.oneof(
  queue.map(q => () => ({ on: 'queue', queue: q }) as const),
  queue.map(q => () => ({ on: 'told', queue: q }) as const),
  queue.map(q => () => ({ on: 'picked', queue: q }) as const),
  id.map(n => () => ({ on: 'go', id: itemId(n) }) as const),
  fc.integer({ min: 0, max: 200_000 }).map(toMs => () => ({ on: 'seek', toMs }) as const),
  fc
    .constantFrom('untold', 'retell', 'picking', 'unpicked', 'play', 'pause', 'next', 'previous', 'near-end', 'beat')
    .map(on => () => ({ on }) as const),
  fc.constantFrom('rest', 'device-lost', 'quit').map(on => () => ({ on }) as const),
  fc.constant((state: Machine): PlayerEvent => ({ on: 'sounding', deck: state.current?.deck ?? 0 })),
  fc.boolean().map(
    overlapping =>
      (state: Machine): PlayerEvent =>
        state.current?.phase === 'sounding' && state.ahead && !state.ahead.failure
          ? { on: 'joined', overlapping }
          : { on: 'beat' },
  ),
  fc.boolean().map(
    fading =>
      (state: Machine): PlayerEvent =>
        state.current?.phase === 'sounding'
          ? { on: 'drained', deck: (fading ? state.fading : null) ?? state.current.deck }
          : { on: 'beat' },
  ),
  fc.boolean().map(
    ahead =>
      (state: Machine): PlayerEvent => ({
        on: 'failed',
        deck: (ahead ? state.ahead?.deck : state.current?.deck) ?? 0,
        code: 'file-broken',
        message: 'it is damaged',
      }),
  ),
)

/** Follows what the effects do to decks and plays, and objects to what cannot be. */
function ledger() {
  const open = new Set<number>()
  const plays = new Map<number, 'sounding' | 'paused' | 'ended'>()
  return {
    open,
    plays,
    note(effect: Effect, playing: boolean) {
      if (effect.do === 'open' || effect.do === 'prepare') {
        expect(open.has(effect.deck)).toBe(false)
        if (effect.do === 'open') expect(playing).toBe(true)
        open.add(effect.deck)
      }
      if (effect.do === 'begin' || effect.do === 'seek') expect(open.has(effect.deck)).toBe(true)
      if (effect.do === 'cut') expect(open.delete(effect.deck)).toBe(true)
      if (effect.do !== 'log') return
      const was = plays.get(effect.deck)
      switch (effect.entry.what) {
        case 'started':
          expect(was).toBeUndefined()
          plays.set(effect.deck, 'sounding')
          break
        case 'resumed':
          expect(was).toBe('paused')
          plays.set(effect.deck, 'sounding')
          break
        case 'paused':
          expect(was).toBe('sounding')
          plays.set(effect.deck, 'paused')
          break
        case 'heartbeat':
          expect(was).toBe('sounding')
          break
        case 'seeked':
          expect(was).toMatch(/sounding|paused/)
          break
        case 'ended':
          expect(was).toMatch(/sounding|paused/)
          plays.set(effect.deck, 'ended')
      }
    },
  }
}

describe('whatever happens', () => {
  it('every play is started once and ended at most once, and no deck is left open', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), events => {
        const book = ledger()
        let state: Machine = atRest
        for (const next of events) {
          const result = step(state, next(state), { positionMs: 5000 })
          state = result.state
          for (const effect of result.effects) book.note(effect, state.playing || effect.do !== 'open')
          const expected = [
            state.ahead?.deck,
            state.fading,
            state.current?.phase === 'closed' ? null : state.current?.deck,
          ]
          expect(new Set(expected.filter(deck => typeof deck === 'number'))).toEqual(book.open)
        }
        // Only the present play, and the one that fades under it, may still go on.
        const going = [...book.plays].filter(([, how]) => how !== 'ended').map(([deck]) => deck)
        for (const deck of going) expect([state.current?.deck, state.fading]).toContain(deck)
      }),
      { numRuns: 3000 },
    )
  })
})
