// The index: for every word, the things that hold it. Plain arrays, made in one pass, handed from thread to thread without a copy.
import { hasHangul, initialsOf, keysOf } from './jamo.ts'

/** One thing that can be found: its words, folded, between spaces. */
export interface Entry {
  readonly id: number
  readonly weight: number
  readonly title: string
  readonly people: string
  readonly record: string
}

/** Lines of text in one string, "\nfirst\nsecond\n"; line i begins at starts[i]. A search through all of them is one search in a string. */
export interface Lines {
  readonly text: string
  readonly starts: Int32Array
}

/** A thing's number here is its place by weight: 0 is the best. */
export interface Segment {
  readonly ids: Int32Array
  readonly weights: Float64Array
  /** How many words its title has, 255 at most. */
  readonly titleWords: Uint8Array
  /** All words, ascending by UTF-16 code units. */
  readonly words: Lines
  /** Word i is held by places[firsts[i]] up to places[firsts[i + 1]]: thing * 4 + field (0 title, 1 people, 2 record). */
  readonly firsts: Int32Array
  readonly places: Int32Array
  /** For words in Hangul: which word each line of the next two stands for, the keys that type it, and its initials. */
  readonly hangul: Int32Array
  readonly keys: Lines
  readonly initials: Lines
}

/** Entries come best weight first. */
export function segmentOf(entries: Iterable<Entry>): Segment {
  const known = new Map<string, number>()
  const words: string[] = []
  const counts: number[] = []
  const ids: number[] = []
  const weights: number[] = []
  const titleWords: number[] = []
  const held = growing()
  const numberOf = (word: string): number => {
    const old = known.get(word)
    if (old !== undefined) return old
    known.set(word, words.length)
    counts.push(0)
    return words.push(word) - 1
  }
  const numbersOf = (text: string): readonly number[] => (text === '' ? [] : text.split(' ').map(numberOf))
  // The people and the record come back with each of a record's tracks.
  const met = new Map<string, readonly number[]>()
  const numbersAgain = (text: string): readonly number[] => {
    const numbers = met.get(text) ?? numbersOf(text)
    met.set(text, numbers)
    return numbers
  }
  const hold = (numbers: readonly number[], place: number): void => {
    for (const number of numbers) {
      counts[number] = (counts[number] ?? 0) + 1
      held.push(number, place)
    }
  }
  for (const { id, weight, title, people, record } of entries) {
    const place = ids.length * 4
    const inTitle = numbersOf(title)
    hold(inTitle, place)
    hold(numbersAgain(people), place + 1)
    hold(numbersAgain(record), place + 2)
    titleWords.push(Math.min(255, inTitle.length))
    ids.push(id)
    weights.push(weight)
  }

  const sorted = words.slice().sort(byCodeUnits)
  const firsts = new Int32Array(sorted.length + 1)
  const rank = new Int32Array(words.length)
  for (const [place, word] of sorted.entries()) {
    const number = known.get(word) ?? 0
    rank[number] = place
    firsts[place + 1] = (firsts[place] ?? 0) + (counts[number] ?? 0)
  }
  const hangul = sorted.flatMap((word, place) => (hasHangul(word) ? [place] : []))
  const inHangul = hangul.map(place => sorted[place] ?? '')
  return {
    ids: Int32Array.from(ids),
    weights: Float64Array.from(weights),
    titleWords: Uint8Array.from(titleWords),
    words: linesOf(sorted),
    firsts,
    places: scattered(held.pairs(), rank, firsts),
    hangul: Int32Array.from(hangul),
    keys: linesOf(inHangul.map(keysOf)),
    initials: linesOf(inHangul.map(initialsOf)),
  }
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function linesOf(list: readonly string[]): Lines {
  const starts = new Int32Array(list.length)
  let at = 1
  for (const [index, line] of list.entries()) {
    starts[index] = at
    at += line.length + 1
  }
  return { text: `\n${list.join('\n')}\n`, starts }
}

/** Pairs (word, place) sorted by word: each goes to the next free slot of its word. */
function scattered(pairs: Int32Array, rank: Int32Array, firsts: Int32Array): Int32Array {
  const next = firsts.slice()
  const places = new Int32Array(pairs.length / 2)
  for (let at = 0; at < pairs.length; at += 2) {
    const word = rank[pairs[at] ?? 0] ?? 0
    const slot = next[word] ?? 0
    places[slot] = pairs[at + 1] ?? 0
    next[word] = slot + 1
  }
  return places
}

function growing(): { push(word: number, place: number): void; pairs(): Int32Array } {
  let room = new Int32Array(1024)
  let used = 0
  return {
    push(word, place) {
      if (used + 2 > room.length) {
        const wider = new Int32Array(room.length * 2)
        wider.set(room)
        room = wider
      }
      room[used] = word
      room[used + 1] = place
      used += 2
    },
    pairs: () => room.slice(0, used),
  }
}
