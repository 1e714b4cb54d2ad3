// A queue in plain English, for who reads without a window: each track, how sure it is, why it is there. For the command line and the self-check.
import type { BoostTarget, Objective } from '../../preload/contract/balance.ts'
import type { QueueItem, Reason } from '../../preload/contract/queue.ts'

export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'byHand':
      return 'placed by hand'
    case 'fromAlbum':
      return `from the album ${reason.album}`
    case 'fromPlaylist':
      return `from the playlist ${reason.playlist}`
    case 'fromArtist':
      return `by ${reason.artist}`
    case 'shuffled':
      return `shuffled among ${reason.of}`
    case 'inOrder':
      return `in order, of ${reason.of}`
    case 'artistFinished':
      return `you finished ${reason.finished} of ${reason.of} by ${reason.artist}`
    case 'trackStayed':
      return `you stayed with it ${reason.stayed} of ${times(reason.of)}`
    case 'favouriteRested':
      return `a favourite that you have not heard for ${counted(reason.days, 'day')}; you stayed with it ${times(reason.stayed)}`
    case 'soundsLike':
      return `new to you; ${likeness[reason.by]} “${reason.title}” by ${reason.artist}, which you stayed with`
    case 'follows':
      return `you played it after “${reason.title}” by ${reason.artist}, ${times(reason.times)}`
    case 'together':
      return `often heard together with “${reason.title}” by ${reason.artist}`
    case 'underHeard':
      return `under-heard: ${counted(reason.plays, 'play')} of ${counted(reason.tracks, 'track')} by ${reason.artist}`
    case 'newlyAdded':
      return reason.days === 0 ? 'added today' : `added ${counted(reason.days, 'day')} ago`
    case 'boosted': {
      const until = reason.until === null ? '' : `, until ${new Date(reason.until).toLocaleDateString('en')}`
      return `boost: ${boostWords(reason.target, reason.label)}${until}`
    }
    case 'newArtist':
      return `new to you: nothing by ${reason.artist} was played yet`
    case 'waited':
      return `waited through ${counted(reason.queues, 'play')}`
    case 'drawn':
      return `drawn at random, one in ${reason.oneIn}`
    case 'variety':
      return `picked for variety${reason.genre === null ? '' : ` (${reason.genre})`}: Dwell does not know you yet`
  }
}

const likeness = { sound: 'sounds like', tags: 'is tagged like', listening: 'is heard like' } as const

const boostWords = (target: BoostTarget, label: string): string =>
  target.of === 'decade' ? `the ${target.from}s` : target.of === 'addedLately' ? 'added lately' : label

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
const times = (count: number) => counted(count, 'time')

/** Untagged files have no artist. */
export function nameOf({ artist, title }: { readonly artist: string; readonly title: string }): string {
  return artist === '' ? title : `${artist} · ${title}`
}

export interface ItemInWords {
  readonly track: string
  /** 0..1; null for what the companion did not choose. */
  readonly sat: number | null
  readonly objectives: readonly Objective[]
  readonly reason: string
}

export const itemInWords = ({ track, decided, reason }: QueueItem): ItemInWords => ({
  track: nameOf(track),
  sat: decided?.sat ?? null,
  objectives: decided?.objectives ?? [],
  reason: reason === null ? '' : reasonWords(reason),
})
