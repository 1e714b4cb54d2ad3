// Which parts of a track are listened to: half a minute in the middle, and a quarter of a minute in its first and in its last third.

/** Seconds of the track, [fromS, toS). */
export interface Excerpt {
  readonly fromS: number
  readonly toS: number
}

export interface Excerpts {
  /** In order of time. */
  readonly parts: readonly Excerpt[]
  /** Which of the parts holds the middle, and where the middle lies in it, seconds from its start. */
  readonly middle: number
  readonly middleFromS: number
  readonly middleToS: number
}

/** Choice: as much sound as can be decoded and heard in one and a half times the decoding of the whole track by ffmpeg. */
const MIDDLE_S = 30
const SIDE_S = 15

/** Two encodings of one recording, whose lengths differ by some padding, give excerpts that lie half of that apart. */
export function excerptsOf(durationS: number): Excerpts {
  const around = (centreS: number, lengthS: number): Excerpt => ({
    fromS: centreS - lengthS / 2,
    toS: centreS + lengthS / 2,
  })
  const middle = around(durationS / 2, Math.min(MIDDLE_S, durationS))
  const first = around(durationS / 6, SIDE_S)
  if (first.toS >= middle.fromS)
    // The three would touch: all of it.
    return { parts: [{ fromS: 0, toS: durationS }], middle: 0, middleFromS: middle.fromS, middleToS: middle.toS }
  return {
    parts: [first, middle, around((5 * durationS) / 6, SIDE_S)],
    middle: 1,
    middleFromS: 0,
    middleToS: MIDDLE_S,
  }
}
