// The search as slowly and plainly as it can be said: look at every track, every word, every field. The index must agree with it.
import { fold } from '../../../../main/core/text/fold.ts'

export interface Fields {
  readonly id: number
  readonly heardMs: number
  readonly addedAt: number
  readonly title: string
  readonly people: string
  readonly record: string
}

/** Folded as names are, and kana typed alike. */
const words = (text: string): readonly string[] =>
  [
    ...new Set(
      fold(text)
        .replace(/[\u30a1-\u30f6]/gu, kana => String.fromCharCode(kana.charCodeAt(0) - 0x60))
        .split(/\s+/u),
    ),
  ].filter(word => word !== '')

const cjk = /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{2}$/u

/** 0 exact, 3 prefix, 6 inside; null: not at all. */
function kindOf(typed: string, held: string): number | null {
  if (held === typed) return 0
  if (held.startsWith(typed)) return 3
  const long = [...typed].length >= 3 || cjk.test(typed)
  return long && held.includes(typed) ? 6 : null
}

/** Ids of what matches every word typed: as good as its worst word, then as all words together, then the most heard, the newest, the first. */
export function oracle(library: readonly Fields[], typed: string): readonly number[] {
  const asked = words(typed)
  const meant = asked.filter(word => /[\p{L}\p{N}]/u.test(word))
  const wanted = meant.length > 0 ? meant : asked
  if (wanted.length === 0) return []
  const found = library.flatMap(track => {
    const codes = wanted.map(word =>
      Math.min(
        ...[track.title, track.people, track.record].flatMap((field, place) =>
          words(field).flatMap(held => {
            const kind = kindOf(word, held)
            return kind === null ? [] : [kind + place]
          }),
        ),
      ),
    )
    const worst = Math.max(...codes)
    if (worst === Number.POSITIVE_INFINITY) return []
    const whole = worst === 0 && words(track.title).length === wanted.length
    return [{ track, worst: whole ? -1 : worst, sum: codes.reduce((total, code) => total + code, 0) }]
  })
  return found
    .sort(
      (a, b) =>
        a.worst - b.worst ||
        a.sum - b.sum ||
        b.track.heardMs - a.track.heardMs ||
        b.track.addedAt - a.track.addedAt ||
        a.track.id - b.track.id,
    )
    .map(({ track }) => track.id)
}
