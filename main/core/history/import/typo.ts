// Whether one spelling is a slip of another: a few letters in a long word, never another word, number or plural.

/** Longest names that are compared. */
const LONGEST = 80

/** Damerau-Levenshtein distance (insert, delete, replace, swap neighbours), or `most` + 1 once it is certain to be more. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before = new Uint16Array(0)
  let last = Uint16Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row++) {
    const now = new Uint16Array(b.length + 1)
    now[0] = row
    let least = row
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1)
      let cost = Math.min((last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + Number(!same))
      const swapped =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1)
      if (swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      now[column] = cost
      least = Math.min(least, cost)
    }
    if (least > most) return most + 1
    before = last
    last = now
  }
  return last[b.length] ?? most + 1
}

/** Slips that a word of this length may have. Choice: precision before recall, so "gun" is no slip of "run". */
const allowed = (letters: number): number => (letters >= 9 ? 2 : letters >= 5 ? 1 : 0)

/** Both folded. */
export function isSlip(one: string, other: string): boolean {
  if (one === other || one.length > LONGEST || other.length > LONGEST || Math.abs(one.length - other.length) > 4)
    return false
  // A blank too many or too few.
  if (one.replaceAll(' ', '') === other.replaceAll(' ', '')) return true
  const [words, others] = [one.split(' '), other.split(' ')]
  if (words.length !== others.length) return false
  let slips = 0
  for (const [at, word] of words.entries()) {
    const wanted = others[at] ?? ''
    if (word === wanted) continue
    const [shorter, longer] = word.length <= wanted.length ? [word, wanted] : [wanted, word]
    // A number is never a slip of another, nor a plural of its singular, nor a word of one that begins otherwise.
    if (/\d/u.test(word) || /\d/u.test(wanted) || longer === `${shorter}s` || word[0] !== wanted[0]) return false
    const most = allowed(shorter.length)
    if (most === 0 || distance(word, wanted, most) > most) return false
    slips++
  }
  return slips > 0 && slips <= 2
}
