// Stories of a listener, told to the player's state: what it decides, and what it reports.
import { describe, expect, it } from 'vitest'
import { atRest, type Effect, type Machine, type PlayerEvent } from '../../../renderer/player/machine.ts'
import { step } from '../../../renderer/player/step.ts'
import { item, itemId, queueOf } from './builders.ts'

/** Tells events one after the other; `at` is the position heard when they happen. */
function story(start: Machine = atRest) {
  let state = start
  let effects: readonly Effect[] = []
  const tell = {
    happens(event: PlayerEvent, at = 0) {
      const result = step(state, event, { positionMs: at })
      state = result.state
      effects = result.effects
      return tell
    },
    get state() {
      return state
    },
    /** What the last event asked for, each in a few words. */
    get done(): string[] {
      return effects.map(words)
    },
    get log(): string[] {
      return effects.filter(({ do: what }) => what === 'log').map(words)
    },
  }
  return tell
}

function words(effect: Effect): string {
  switch (effect.do) {
    case 'open':
      return `open ${effect.item.id} on ${effect.deck} at ${effect.atMs}`
    case 'prepare':
      return `prepare ${effect.item.id} on ${effect.deck}`
    case 'begin':
    case 'cut':
      return `${effect.do} ${effect.deck}`
    case 'seek':
      return `seek ${effect.deck} to ${effect.toMs}`
    case 'log': {
      const { entry } = effect
      const more = entry.what === 'ended' ? ` ${entry.cause}` : entry.what === 'started' ? ` ${entry.origin}` : ''
      return `log ${effect.deck} ${entry.what}${more}`
    }
    case 'tell':
      return effect.tell.call === 'goTo' ? `tell goTo ${effect.tell.id}` : `tell ${effect.tell.call}`
    case 'keep':
      return `keep ${effect.id} at ${effect.positionMs}`
    case 'trouble':
      return `trouble ${effect.kind} ${effect.title}`
    default:
      return effect.do
  }
}

/** Item 1 sounds, 2 and 3 follow. */
const playing = (more: Parameters<typeof queueOf>[2] = {}) =>
  story()
    .happens({ on: 'picking' })
    .happens({ on: 'picked', queue: queueOf(1, [2, 3], more) })
    .happens({ on: 'sounding', deck: 1 })

describe('starting', () => {
  it('shows the queue that was kept, paused where it was, and opens nothing', () => {
    const told = story().happens({ on: 'queue', queue: queueOf(1, [2], { positionMs: 61_000 }) })
    expect(told.done).toEqual([])
    expect(told.state.current).toMatchObject({ phase: 'closed', atMs: 61_000, origin: 'restored' })
  })

  it('goes on from there when asked to, and calls the play restored', () => {
    const told = story()
      .happens({ on: 'queue', queue: queueOf(1, [2], { positionMs: 61_000 }) })
      .happens({ on: 'play' })
    expect(told.done).toEqual(['release', 'open 1 on 2 at 61000'])
    expect(told.happens({ on: 'sounding', deck: 2 }).done).toEqual(['log 2 started restored'])
  })

  it('never starts by itself when something is put into an empty queue', () => {
    const told = story()
      .happens({ on: 'queue', queue: queueOf(null) })
      .happens({ on: 'queue', queue: queueOf(1) })
    expect(told.state.current?.phase).toBe('closed')
    expect(told.done).toEqual([])
  })

  it('plays what was picked, and ends what played before as picked', () => {
    const told = playing()
    told.happens({ on: 'picking' })
    // The core tells everybody before it answers the one who asked.
    expect(told.happens({ on: 'queue', queue: queueOf(7, [8]) }).done).toEqual([])
    told.happens({ on: 'picked', queue: queueOf(7, [8]) }, 40_000)
    expect(told.done).toEqual(['log 1 ended picked', 'cut 1', 'release', 'open 7 on 2 at 0'])
  })

  it('stays with what plays when the pick was refused', () => {
    const told = playing().happens({ on: 'picking' }).happens({ on: 'unpicked' })
    expect(told.done).toEqual([])
    expect(told.state).toMatchObject({ telling: 0, current: { phase: 'sounding' } })
  })
})

describe('going on', () => {
  it('opens the next track before this one ends, and tells the core when it is heard', () => {
    const told = playing().happens({ on: 'near-end' })
    expect(told.done).toEqual(['prepare 2 on 2'])
    told.happens({ on: 'joined', overlapping: false }, 180_000)
    expect(told.done).toEqual(['log 1 ended finished', 'cut 1', 'log 2 started album', 'tell goTo 2'])
    expect(told.state.queue?.upcoming.map(({ id }) => id)).toEqual([3])
  })

  it('lets the first track of a crossfade be heard out before it is finished', () => {
    const told = playing().happens({ on: 'near-end' }).happens({ on: 'joined', overlapping: true }, 175_000)
    expect(told.log).toEqual(['log 2 started album'])
    expect(told.happens({ on: 'drained', deck: 1 }).done).toEqual(['log 1 ended finished', 'cut 1'])
  })

  it('plays the same track again when it is on repeat', () => {
    const told = playing({ repeat: 'one' }).happens({ on: 'near-end' })
    expect(told.done).toEqual(['prepare 1 on 2'])
    expect(told.happens({ on: 'joined', overlapping: false }).done).toEqual([
      'log 1 ended finished',
      'cut 1',
      'log 2 started album',
    ])
  })

  it('still goes on to the next one when the button is pressed during a repeat', () => {
    expect(playing({ repeat: 'one' }).happens({ on: 'next' }).done).toContain('open 2 on 2 at 0')
  })

  it('stops at the end of the queue and tells the core that it was played out', () => {
    const told = story()
      .happens({ on: 'picking' })
      .happens({ on: 'picked', queue: queueOf(1) })
      .happens({ on: 'sounding', deck: 1 })
      .happens({ on: 'drained', deck: 1 })
    expect(told.done).toEqual(['log 1 ended finished', 'cut 1', 'tell goTo null', 'hold'])
    expect(told.state).toMatchObject({ playing: false, current: null })
  })

  it('asks the core what follows when it cannot know, and goes on from the answer', () => {
    const told = story()
      .happens({ on: 'picking' })
      .happens({ on: 'picked', queue: queueOf(1, [], { repeat: 'all' }) })
      .happens({ on: 'sounding', deck: 1 })
      .happens({ on: 'drained', deck: 1 })
    expect(told.done).toEqual(['log 1 ended finished', 'cut 1', 'tell next'])
    expect(told.happens({ on: 'told', queue: queueOf(5, [6], { repeat: 'all' }) }).done).toEqual([
      'release',
      'open 5 on 2 at 0',
    ])
  })

  it('drops what it had prepared when the listener puts another track next', () => {
    const told = playing()
      .happens({ on: 'near-end' })
      .happens({ on: 'queue', queue: queueOf(1, [9, 2, 3]) })
    expect(told.done).toEqual(['cut 2'])
    expect(told.happens({ on: 'near-end' }).done).toEqual(['prepare 9 on 3'])
  })

  it('goes on from its last list while the core is away, and tells it where it is when it is back', () => {
    const told = playing().happens({ on: 'drained', deck: 1 }).happens({ on: 'untold' })
    told.happens({ on: 'sounding', deck: 2 }).happens({ on: 'drained', deck: 2 }).happens({ on: 'untold' })
    expect(told.state.current?.item.id).toBe(3)
    // What a core that was just started believes is the past.
    expect(told.happens({ on: 'queue', queue: queueOf(1, [2, 3]) }).done).toEqual([])
    expect(told.happens({ on: 'retell' }).done).toEqual(['tell goTo 3'])
    expect(told.happens({ on: 'told', queue: queueOf(3) }).state.untold).toBe(false)
  })
})

describe('the buttons', () => {
  it('skips: the play ends with a verdict, the next one sounds before the core has answered', () => {
    const told = playing().happens({ on: 'next' }, 12_000)
    expect(told.done).toEqual(['log 1 ended skip', 'cut 1', 'tell goTo 2', 'release', 'open 2 on 2 at 0'])
  })

  it('skips into the track that was already prepared', () => {
    const told = playing().happens({ on: 'near-end' }).happens({ on: 'next' }, 170_000)
    expect(told.done).toEqual(['log 1 ended skip', 'cut 1', 'tell goTo 2', 'release', 'begin 2'])
  })

  it('skips silently while paused', () => {
    const told = playing().happens({ on: 'pause' }, 5000).happens({ on: 'next' })
    expect(told.done).toEqual(['log 1 ended skip', 'cut 1', 'tell goTo 2'])
    expect(told.state.current).toMatchObject({ phase: 'closed', atMs: 0 })
  })

  it('goes back to the start of a track, and only in its first seconds to the one before', () => {
    const told = playing({ past: [item(9)] })
    expect(told.happens({ on: 'previous' }, 3500).done).toEqual(['log 1 seeked', 'seek 1 to 0', 'keep 1 at 0'])
    expect(told.happens({ on: 'previous' }, 800).done).toEqual(['tell previous'])
    told.happens({ on: 'told', queue: queueOf(9, [1, 2, 3]) }, 900)
    expect(told.done).toEqual(['log 1 ended previous', 'cut 1', 'release', 'open 9 on 2 at 0'])
  })

  it('goes to a track of the list at a click', () => {
    const told = playing().happens({ on: 'go', id: itemId(3) }, 20_000)
    expect(told.done).toEqual(['log 1 ended picked', 'cut 1', 'tell goTo 3', 'release', 'open 3 on 2 at 0'])
  })

  it('pauses and goes on within one play, and keeps the place', () => {
    const told = playing().happens({ on: 'pause' }, 33_000)
    expect(told.done).toEqual(['hold', 'log 1 paused', 'keep 1 at 33000'])
    expect(told.happens({ on: 'play' }).done).toEqual(['release', 'log 1 resumed'])
  })

  it('closes the file in a long pause, and goes on within the same play', () => {
    const told = playing().happens({ on: 'pause' }, 33_000).happens({ on: 'rest' })
    expect(told.done).toEqual(['cut 1'])
    expect(told.happens({ on: 'play' }).done).toEqual(['release', 'open 1 on 1 at 33000'])
    expect(told.happens({ on: 'sounding', deck: 1 }).done).toEqual(['log 1 resumed'])
  })

  it('seeks within the track, also while it is closed', () => {
    expect(playing().happens({ on: 'seek', toMs: 999_999 }).done).toEqual([
      'log 1 seeked',
      'seek 1 to 180000',
      'keep 1 at 180000',
    ])
    const told = story()
      .happens({ on: 'queue', queue: queueOf(1) })
      .happens({ on: 'seek', toMs: 70_000 })
    expect(told.done).toEqual(['keep 1 at 70000'])
    expect(told.state.current?.atMs).toBe(70_000)
  })

  it('takes a seek during a crossfade as the end of what fades', () => {
    const told = playing().happens({ on: 'near-end' }).happens({ on: 'joined', overlapping: true })
    expect(told.happens({ on: 'seek', toMs: 60_000 }, 1500).done).toEqual([
      'log 1 ended finished',
      'cut 1',
      'log 2 seeked',
      'seek 2 to 60000',
      'keep 2 at 60000',
    ])
  })
})

describe('trouble', () => {
  const failing = (deck: number): PlayerEvent => ({ on: 'failed', deck, code: 'file-broken', message: 'it is damaged' })

  it('passes over a file that will not play, with one message and as an error', () => {
    const told = story()
      .happens({ on: 'picking' })
      .happens({ on: 'picked', queue: queueOf(1, [2]) })
      .happens(failing(1))
    expect(told.done).toEqual([
      'log 1 started album',
      'log 1 ended error',
      'cut 1',
      'trouble skipped Track 1',
      'tell goTo 2',
      'release',
      'open 2 on 2 at 0',
    ])
  })

  it('says so only when a prepared file that will not play would be heard', () => {
    const told = playing().happens({ on: 'near-end' }).happens(failing(2))
    expect(told.done).toEqual([])
    told.happens({ on: 'drained', deck: 1 })
    expect(told.done).toEqual([
      'log 1 ended finished',
      'cut 1',
      'tell goTo 2',
      'log 2 started album',
      'log 2 ended error',
      'cut 2',
      'trouble skipped Track 2',
      'tell goTo 3',
      'release',
      'open 3 on 3 at 0',
    ])
  })

  it('stops after three in a row, and tries again when the listener does', () => {
    const told = story()
      .happens({ on: 'picking' })
      .happens({ on: 'picked', queue: queueOf(1, [2, 3, 4]) })
    told.happens(failing(1)).happens(failing(2)).happens(failing(3))
    expect(told.done).toContain('trouble stopped Track 3')
    expect(told.state).toMatchObject({ playing: false, stopped: true, current: { item: { id: 3 }, phase: 'closed' } })
    expect(told.happens({ on: 'play' }).done.at(-1)).toMatch(/^open 3 on/)
    expect(told.state.stopped).toBe(false)
  })

  it('does not count what was heard in between', () => {
    const told = story()
      .happens({ on: 'picking' })
      .happens({ on: 'picked', queue: queueOf(1, [2, 3, 4]) })
    told.happens(failing(1)).happens(failing(2))
    told.happens({ on: 'sounding', deck: 3 }).happens({ on: 'beat' }, 4000)
    expect(told.happens(failing(3)).done).toContain('trouble skipped Track 3')
  })

  it('pauses when the loudspeaker goes away, and leaving then is no verdict', () => {
    const told = playing().happens({ on: 'device-lost' }, 20_000)
    expect(told.log).toEqual(['log 1 paused'])
    expect(told.done.at(-1)).toBe('trouble device null')
    expect(told.happens({ on: 'next' }).log).toEqual(['log 1 ended device'])
  })

  it('takes a skip as a skip again once the listener has gone on', () => {
    const told = playing().happens({ on: 'device-lost' }).happens({ on: 'play' }).happens({ on: 'next' }, 60_000)
    expect(told.log).toEqual(['log 1 ended skip'])
  })

  it('reports the end of the play when the app is closed, and keeps the place', () => {
    const told = playing().happens({ on: 'quit' }, 44_000)
    expect(told.done).toEqual(['keep 1 at 44000', 'log 1 ended quit', 'cut 1'])
    const resting = playing().happens({ on: 'pause' }, 33_000).happens({ on: 'rest' }).happens({ on: 'quit' })
    expect(resting.done).toEqual(['keep 1 at 33000', 'log 1 ended quit'])
  })
})
