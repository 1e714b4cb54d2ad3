// The player as a value: its state, what may happen to it, and what is then to be done.
import type { ErrorCode } from '../../preload/contract/errors.ts'
import type { QueueItemId } from '../../preload/contract/ids.ts'
import type { EndCause, Origin } from '../../preload/contract/listening.ts'
import type { QueueItem, QueueState } from '../../preload/contract/queue.ts'

/**
 * `closed`: no file is open, it would begin at `atMs`. `opening`: it shall sound as soon as it can. `held`: paused, the file still open.
 * A deck's number names one play of one item; another play of the same item is another deck.
 */
export interface Current {
  readonly deck: number
  readonly item: QueueItem
  readonly phase: 'closed' | 'opening' | 'sounding' | 'held'
  readonly atMs: number
  readonly durationMs: number
  /** Its play is in the log. */
  readonly started: boolean
  readonly origin: Origin
  /** Paused because the output device went away: leaving it now is no verdict on the track. */
  readonly deviceLost: boolean
}

export interface Failure {
  readonly code: ErrorCode
  readonly message: string
}

/** The next item, opened before it is needed. */
export interface Ahead {
  readonly deck: number
  readonly item: QueueItem
  readonly failure: Failure | null
}

export interface Machine {
  readonly queue: QueueState | null
  /** What the listener wants, whatever sounds at the moment. */
  readonly playing: boolean
  readonly current: Current | null
  readonly ahead: Ahead | null
  /** The deck that fades out under the current one. */
  readonly fading: number | null
  readonly lastDeck: number
  /** Tracks in a row that would not play. */
  readonly failures: number
  /** Playing stopped because too many would not play. */
  readonly stopped: boolean
  /** Messages to the core that were not answered yet; until then its queue is older than ours. */
  readonly telling: number
  /** The core has not heard where we are. */
  readonly untold: boolean
  /** Why the current item is being left, while the core looks up what follows. */
  readonly leaving: EndCause | null
}

export type PlayerEvent =
  | { readonly on: 'queue'; readonly queue: QueueState }
  | { readonly on: 'told'; readonly queue: QueueState }
  | { readonly on: 'untold' }
  | { readonly on: 'retell' }
  /** The core was asked to play something else; its answer is `picked` or `unpicked`. */
  | { readonly on: 'picking' }
  | { readonly on: 'picked'; readonly queue: QueueState }
  | { readonly on: 'unpicked' }
  | { readonly on: 'go'; readonly id: QueueItemId }
  | { readonly on: 'play' }
  | { readonly on: 'pause' }
  | { readonly on: 'next' }
  | { readonly on: 'previous' }
  | { readonly on: 'seek'; readonly toMs: number }
  | { readonly on: 'opened'; readonly deck: number; readonly durationMs: number }
  | { readonly on: 'sounding'; readonly deck: number }
  | { readonly on: 'failed'; readonly deck: number; readonly code: ErrorCode; readonly message: string }
  | { readonly on: 'near-end' }
  /** The deck ahead begins to be heard; `overlapping` while the other still fades. */
  | { readonly on: 'joined'; readonly overlapping: boolean }
  /** A deck was heard to its end. */
  | { readonly on: 'drained'; readonly deck: number }
  | { readonly on: 'beat' }
  | { readonly on: 'rest' }
  | { readonly on: 'device-lost' }
  | { readonly on: 'quit' }

export type LogEntry =
  | { readonly what: 'started'; readonly origin: Origin; readonly item: QueueItem; readonly durationMs: number }
  | { readonly what: 'paused' | 'resumed' | 'heartbeat' }
  | { readonly what: 'seeked'; readonly toMs: number }
  /** `atEnd`: at the track's end, not where the clock happens to be. */
  | { readonly what: 'ended'; readonly cause: EndCause; readonly atEnd?: boolean; readonly message?: string }

export type Tell =
  | { readonly call: 'goTo'; readonly id: QueueItemId | null }
  | { readonly call: 'next'; readonly byItself: boolean }
  | { readonly call: 'previous' }

export type Effect =
  /** Open the item's file and sound from `atMs` at once. */
  | { readonly do: 'open'; readonly deck: number; readonly item: QueueItem; readonly atMs: number }
  /** Open it, and join it to the current deck when that ends. */
  | { readonly do: 'prepare'; readonly deck: number; readonly item: QueueItem }
  /** Sound a prepared deck from its start at once. */
  | { readonly do: 'begin'; readonly deck: number }
  | { readonly do: 'cut'; readonly deck: number }
  | { readonly do: 'seek'; readonly deck: number; readonly toMs: number }
  | { readonly do: 'hold' }
  | { readonly do: 'release' }
  /** Null: where the deck's own clock is when this is done. */
  | { readonly do: 'log'; readonly deck: number; readonly entry: LogEntry; readonly positionMs: number | null }
  | { readonly do: 'tell'; readonly tell: Tell }
  | { readonly do: 'keep'; readonly id: QueueItemId; readonly positionMs: number }
  | {
      readonly do: 'trouble'
      readonly kind: 'skipped' | 'stopped' | 'device'
      readonly code: ErrorCode
      readonly title: string | null
      readonly message: string
    }

/** What the state cannot know by itself: the position that is heard of the current item, ms. */
export interface Now {
  readonly positionMs: number
}

export const atRest: Machine = {
  queue: null,
  playing: false,
  current: null,
  ahead: null,
  fading: null,
  lastDeck: 0,
  failures: 0,
  stopped: false,
  telling: 0,
  untold: false,
  leaving: null,
}

export interface Step {
  readonly state: Machine
  readonly effects: readonly Effect[]
}
