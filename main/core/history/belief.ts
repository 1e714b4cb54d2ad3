// What a line of “what Dwell thinks of you” rests on: the plays that are forgotten when the listener removes it.
import { assertNever } from '../../../preload/contract/errors.ts'
import type { Belief } from '../../../preload/contract/insights.ts'

export interface Ground {
  /** Of whom or what the line speaks, for the list of what was forgotten; '' where it speaks of everything. */
  readonly label: string
  readonly trackId: number | null
  readonly artistId: number | null
  /** By its name. */
  readonly genre: string | null
  /** Local, 0..23; over midnight the first is the greater. The hour of `to` is not in it any more. */
  readonly hours: { readonly from: number; readonly to: number } | null
}

const nothing = { trackId: null, artistId: null, genre: null, hours: null }

/** Null: it rests on the whole of what was heard, which is not forgotten for one line's sake. */
export function groundOf(belief: Belief): Ground | null {
  switch (belief.kind) {
    case 'artistStay':
    case 'artistLeave':
      return { ...nothing, label: belief.artist, artistId: belief.artistId }
    case 'trackLoved':
      return { ...nothing, label: `${belief.title} · ${belief.artist}`, trackId: belief.trackId }
    case 'genreStay':
      return { ...nothing, label: belief.genre, genre: belief.genre }
    case 'genreHours': {
      const { genre, fromHour, toHour } = belief
      const two = (hour: number) => `${String(hour).padStart(2, '0')}:00`
      return {
        ...nothing,
        label: `${genre} · ${two(fromHour)}–${two(toHour)}`,
        genre,
        hours: { from: fromHour % 24, to: toHour % 24 },
      }
    }
    case 'specialist':
    case 'generalist':
    case 'newFinds':
    case 'albumListener':
    case 'shuffleListener':
      return null
    default:
      return assertNever(belief)
  }
}
