// The decks that are open: at most the one that sounds, the one that fades out and the one that comes next.
import type { Bridge } from '../../preload/contract/bridge.ts'
import type { Loudness } from '../../preload/contract/library.ts'
import type { QueueItem } from '../../preload/contract/queue.ts'
import { createDeck, type Deck } from './deck.ts'
import type { Decoder } from './decode/decoder.ts'
import { type LevelSettings, levelGain } from './gain.ts'
import type { Failure } from './machine.ts'
import type { Output } from './output.ts'

export interface Decks {
  get(id: number | null | undefined): Deck | null
  /** Opens the item's file on deck `id`; what was open under that number is closed. */
  open(id: number, item: QueueItem): Deck
  /** True when the deck was laid to begin later and was not heard yet. */
  close(id: number): boolean
  /** Takes ReplayGain's settings anew. */
  level(): void
  pump(): void
}

interface Parts {
  readonly bridge: Pick<Bridge, 'call'>
  readonly decoder: Decoder
  readonly output: () => Output
  readonly settings: () => LevelSettings
  readonly opened: (id: number, durationMs: number) => void
  readonly sounding: (id: number) => void
  readonly failed: (id: number, failure: Failure) => void
}

/** A loudness that comes later than this is faded to. */
const levelPatienceMs = 400

export function createDecks({ bridge, decoder, output, settings, opened, sounding, failed }: Parts): Decks {
  const open = new Map<number, { readonly deck: Deck; loudness: Loudness | null }>()

  function close(id: number): boolean {
    const deck = open.get(id)?.deck
    open.delete(id)
    if (!deck) return false
    const unheard = deck.joinedAt !== null && output().heard() < deck.joinedAt
    deck.close()
    return unheard
  }

  return {
    get: id => (typeof id === 'number' ? (open.get(id)?.deck ?? null) : null),
    open(id, item) {
      close(id)
      const asked = bridge
        .call('library.loudness', { id: item.track.id })
        .then(answer => (answer.ok ? answer.data : null))
      const patience = new Promise<null>(resolve => setTimeout(resolve, levelPatienceMs, null))
      const level = Promise.race([asked, patience]).then(loudness => levelGain(loudness, settings()))
      const deck = createDeck({ output: output(), decoder, url: `dwell://media/${item.track.id}`, level }, item, {
        opened: durationMs => opened(id, durationMs),
        sounding: () => sounding(id),
        failed: failure => failed(id, failure),
      })
      const entry = { deck, loudness: null as Loudness | null }
      open.set(id, entry)
      void asked.then(loudness => {
        entry.loudness = loudness
        if (open.get(id) === entry) deck.setLevel(levelGain(loudness, settings()))
      })
      return deck
    },
    close,
    level() {
      for (const { deck, loudness } of open.values()) deck.setLevel(levelGain(loudness, settings()))
    },
    pump() {
      for (const { deck } of open.values()) deck.pump()
    },
  }
}
