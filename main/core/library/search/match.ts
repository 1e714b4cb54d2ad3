// What matches the words typed, and what comes first: as good as the worst of its words, then as their sum, then by weight.
import { hasHangul, isInitials, keysOf } from './jamo.ts'
import type { Lines, Segment } from './segment.ts'

export interface Hit {
  readonly id: number
  /** Smaller is better. */
  readonly rank: number
  readonly weight: number
}

// How a word matches, times three, plus where: title, people, record. A word in Hangul may also be typed by half, or by its initials.
const exact = 0
const prefix = 3
const inside = 6
const half = 9
const none = 255
/** Scripts that write without spaces, or whose syllables are words: two characters are enough inside a word. */
const dense = /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー々]+$/u

/** May the word be looked for inside of words? Two characters in Korean and Japanese, three elsewhere. */
export function searchedInside(word: string): boolean {
  const length = [...word].length
  return length >= 3 || (length === 2 && dense.test(word))
}

/**
 * The best `limit` things of which every word matches. `hidden[thing]` = 1 leaves a thing out.
 * The second, wider look (inside of words, half-typed syllables) is taken only when the first finds too few: nothing of it can rank above the first.
 */
export function match(
  segment: Segment,
  words: readonly string[],
  limit: number,
  hidden: Uint8Array | null,
): readonly Hit[] {
  if (words.length === 0 || segment.ids.length === 0) return []
  const narrow = graded(segment, words, hidden, false)
  const found = narrow.things.length < limit ? graded(segment, words, hidden, true) : narrow
  return best(segment, found, words.length, limit)
}

interface Graded {
  /** Ascending: best weight first. */
  readonly things: Int32Array
  /** By place in `things`: the worst word's code, and all codes together. */
  readonly worst: Uint8Array
  readonly sum: Uint16Array
}

/** What a match writes on, one for each segment: a megabyte at a hundred thousand tracks, too much to throw away at every keystroke. */
interface Slate extends Graded {
  /** By thing: how the word at hand matches. */
  readonly code: Uint8Array
  readonly ranks: Uint16Array
}
const slates = new WeakMap<Segment, Slate>()

function slateOf(segment: Segment): Slate {
  const total = segment.ids.length
  const slate = slates.get(segment) ?? {
    code: new Uint8Array(total),
    worst: new Uint8Array(total),
    sum: new Uint16Array(total),
    things: new Int32Array(total),
    ranks: new Uint16Array(total),
  }
  slates.set(segment, slate)
  return slate
}

function graded(segment: Segment, words: readonly string[], hidden: Uint8Array | null, wide: boolean): Graded {
  const total = segment.ids.length
  const { code, worst, sum, things } = slateOf(segment)
  let left = 0
  for (const [turn, word] of words.entries()) {
    code.fill(none)
    gradeWord(segment, word, code, wide)
    let kept = 0
    const among = turn === 0 ? total : left
    for (let at = 0; at < among; at += 1) {
      const thing = turn === 0 ? at : (things[at] ?? 0)
      const grade = code[thing] ?? none
      if (grade === none || hidden?.[thing] === 1) continue
      things[kept] = thing
      worst[kept] = turn === 0 ? grade : Math.max(worst[at] ?? 0, grade)
      sum[kept] = turn === 0 ? grade : (sum[at] ?? 0) + grade
      kept += 1
    }
    left = kept
    if (left === 0) break
  }
  return { things: things.subarray(0, left), worst, sum }
}

function gradeWord(segment: Segment, word: string, code: Uint8Array, wide: boolean): void {
  const { words, firsts, places, hangul } = segment
  const mark = (line: number, kind: number): void => {
    for (let at = firsts[line] ?? 0, end = firsts[line + 1] ?? 0; at < end; at += 1) {
      const place = places[at] ?? 0
      const grade = kind + (place & 3)
      const thing = place >> 2
      if (grade < (code[thing] ?? none)) code[thing] = grade
    }
  }
  const first = lowerBound(words, word)
  for (let line = first; line < words.starts.length && words.text.startsWith(word, words.starts[line]); line += 1) {
    const start = words.starts[line] ?? 0
    mark(line, words.text.charCodeAt(start + word.length) === 10 ? exact : prefix)
  }
  if (!wide) return
  if (searchedInside(word)) eachLine(words, word, line => mark(line, inside))
  if (!hasHangul(word)) return
  const keys = keysOf(word)
  const markHangul = (line: number): void => mark(hangul[line] ?? 0, half)
  if (!isInitials(keys)) eachLine(segment.keys, `\n${keys}`, markHangul)
  else eachLine(segment.initials, keys.length === 1 ? `\n${keys}` : keys, markHangul)
}

/** The first line that is not below `word`. */
function lowerBound({ text, starts }: Lines, word: string): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const start = starts[middle] ?? 0
    // The line break that ends a line is below every letter, so comparing one character more than the word is comparing lines.
    if (text.slice(start, start + word.length) < word) low = middle + 1
    else high = middle
  }
  return low
}

/** Calls `found` for every line that holds the needle; a needle that begins with a line break is a prefix. */
function eachLine({ text, starts }: Lines, needle: string, found: (line: number) => void): void {
  let line = 0
  for (let at = text.indexOf(needle); at >= 0; ) {
    line = lineAt(starts, needle.startsWith('\n') ? at + 1 : at, line)
    found(line)
    const next = starts[line + 1]
    if (next === undefined) return
    at = text.indexOf(needle, next - 1)
  }
}

/** The line that holds the character at `at`, at or after line `from`. */
function lineAt(starts: Int32Array, at: number, from: number): number {
  let low = from
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

const widest = 4096
/** How many have each rank. */
const counted = new Int32Array(13 * widest)

/** Counts how many have each rank, finds the rank at which the page is full, and sorts only what is on the page. */
function best(segment: Segment, { things, worst, sum }: Graded, words: number, limit: number): readonly Hit[] {
  const { ranks } = slateOf(segment)
  counted.fill(0)
  for (let at = 0; at < things.length; at += 1) {
    // A title of these words and no others is what was meant.
    const whole = worst[at] === 0 && segment.titleWords[things[at] ?? 0] === words
    const rank = whole ? 0 : (worst[at] ?? 0) * widest + Math.min(sum[at] ?? 0, widest - 2) + 1
    ranks[at] = rank
    counted[rank] = (counted[rank] ?? 0) + 1
  }
  let last = 0
  for (let room = limit; last < counted.length; last += 1) {
    room -= counted[last] ?? 0
    if (room <= 0) break
  }
  const hits: Hit[] = []
  let atLast = limit
  for (let rank = 0; rank < last; rank += 1) atLast -= counted[rank] ?? 0
  for (let at = 0; at < things.length; at += 1) {
    const rank = ranks[at] ?? 0
    if (rank > last) continue
    if (rank === last) {
      if (atLast <= 0) continue
      atLast -= 1
    }
    const thing = things[at] ?? 0
    hits.push({ id: segment.ids[thing] ?? 0, rank, weight: segment.weights[thing] ?? 0 })
  }
  return hits.sort(better)
}

/** By rank, then weight, then id. */
export const better = (a: Hit, b: Hit): number => a.rank - b.rank || b.weight - a.weight || a.id - b.id
