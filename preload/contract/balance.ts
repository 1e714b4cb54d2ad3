// The balance: how far the queue may stray from what is surely liked, whom it serves beside that, and the mix that comes of it.
import { z } from 'zod'
import { call, command, event } from './define.ts'
import { albumId, artistId, folderId, genreId, playlistId, type TrackId, trackId } from './ids.ts'

/** What the queue goes by: what was played last, or one track that it stays near. */
export const anchor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('vibe') }),
  z.object({ kind: z.literal('seed'), trackId }),
])
export type Anchor = z.infer<typeof anchor>

const slider = z.number().min(0).max(1)
/** Sliders, 0..1. Adventure becomes epsilon, the others become weights (main/core/queue/balance). */
export const balanceSchema = z.object({
  adventure: slider,
  discovery: slider,
  exposure: slider,
  boost: slider,
  anchor,
})
export type Balance = z.infer<typeof balanceSchema>

export type AdventureWord = 'lockedIn' | 'focused' | 'balanced' | 'adventurous'
/** At or above each number the word holds; shared, so that slider and queue say the same. */
export const adventureWords: readonly { readonly from: number; readonly word: AdventureWord }[] = [
  { from: 0, word: 'lockedIn' },
  { from: 0.15, word: 'focused' },
  { from: 0.45, word: 'balanced' },
  { from: 0.75, word: 'adventurous' },
]
export const adventureWord = (adventure: number): AdventureWord =>
  adventureWords.findLast(({ from }) => adventure >= from)?.word ?? 'lockedIn'

export const objectiveNames = ['discovery', 'exposure', 'boost'] as const
export type Objective = (typeof objectiveNames)[number]

/** One of the next twenty, for the strip. */
export interface MixItem {
  readonly trackId: TrackId
  /** 0..1, how likely it is to be stayed with. */
  readonly sat: number
  readonly objectives: readonly Objective[]
}

/** What the next twenty hold. */
export interface Mix {
  readonly items: readonly MixItem[]
  readonly counts: Readonly<Record<Objective, number>>
  /** Mean of sat; null where there is nothing. */
  readonly meanSat: number | null
}

/** What the scores are made of at present: nothing heard yet, some plays, or a trained model. */
export type Knowing = 'nothing' | 'little' | 'trained'

export interface BalanceState {
  readonly balance: Balance
  /** The title of the seed, where the anchor is one. */
  readonly seed: { readonly trackId: TrackId; readonly title: string; readonly artist: string } | null
  /** Where the listener's own taste would put Adventure (by the GS-score), and the score; null where too little was heard. */
  readonly suggested: { readonly adventure: number; readonly gs: number } | null
  readonly mix: Mix
  readonly knowing: Knowing
  /** What places tracks that were never played: 'sound' once enough are analysed, else 'tags'. */
  readonly coldBy: 'tags' | 'sound'
  readonly canUndo: boolean
}

export const boostId = z.number().int().positive().brand<'BoostId'>()
export type BoostId = z.infer<typeof boostId>
export const boostTarget = z.discriminatedUnion('of', [
  z.object({ of: z.literal('artist'), id: artistId }),
  z.object({ of: z.literal('album'), id: albumId }),
  z.object({ of: z.literal('genre'), id: genreId }),
  z.object({ of: z.literal('folder'), id: folderId }),
  z.object({ of: z.literal('playlist'), id: playlistId }),
  /** The first year: 1990 is 1990-1999. */
  z.object({ of: z.literal('decade'), from: z.number().int().min(1000).max(3000).multipleOf(10) }),
  z.object({ of: z.literal('addedLately'), days: z.number().int().min(1).max(365) }),
])
export type BoostTarget = z.infer<typeof boostTarget>
export interface BoostRule {
  readonly id: BoostId
  readonly target: BoostTarget
  /** The thing's own name; empty for decades and what was added lately. */
  readonly label: string
  readonly tracks: number
  readonly at: number
  /** ms since 1970; null: until taken back. */
  readonly until: number | null
}

/** As with the queue: `balance.changed` says what came of a command, before its answer. */
export const balance = {
  'balance.state': call<BalanceState>()(z.void(), 'again'),
  /** The mix under other sliders; nothing changes and no model runs. */
  'balance.preview': call<Mix>()(balanceSchema, 'again'),
  /** Moves sliders and lays the unheard part of the queue out anew. Moves within two seconds are one step of undo. */
  'balance.set': command(balanceSchema.partial(), 'again'),
  'balance.undo': command(z.void(), 'once'),
  'boosts.all': call<readonly BoostRule[]>()(z.void(), 'again'),
  'boosts.add': call<BoostRule>()(
    z.object({ target: boostTarget, until: z.number().int().positive().nullable() }),
    'once',
  ),
  'boosts.remove': command(z.object({ id: boostId }), 'again'),
  /** Takes a removal back. */
  'boosts.restore': command(z.object({ id: boostId }), 'again'),
} as const

export const balanceEvents = {
  'balance.changed': event<BalanceState>(),
  'boosts.changed': event<void>(),
} as const
