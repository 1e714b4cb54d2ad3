// The objects of a JSON array as they come, piece by piece: a history of hundreds of megabytes is never in memory as a whole.

export interface ItemReader {
  /** Takes the next piece of text. */
  feed(text: string): void
  /** No more will come: what is left unfinished is told as broken. */
  end(): void
}

/** Longest text of one object. */
export const LONGEST_ITEM = 65_536

const [quote, backslash, open, close, begin, end, comma] = ['"', '\\', '{', '}', '[', ']', ','].map(one =>
  one.charCodeAt(0),
)

/**
 * Calls `onItem` with the text of each object right inside the array, `onBroken` where something else stands or an object does not end. `row`: the
 * place in the array, from 1; what stands there that is no object counts as well.
 */
export function jsonItems(
  onItem: (text: string, row: number) => void,
  onBroken: (message: string, row: number) => void,
): ItemReader {
  let held = ''
  let depth = 0
  let inString = false
  let escaped = false
  let inArray = false
  let tooLong = false
  let row = 1
  /** Something stands in this place of the array already. */
  let isFilled = false

  function finish(text: string): void {
    if (tooLong) onBroken('the row is too long', row)
    else onItem(text, row)
    held = ''
    tooLong = false
  }
  function junk(): void {
    if (!isFilled) onBroken('something stands between the rows that is no row', row)
    isFilled = true
  }

  return {
    feed(text) {
      let from = depth > 0 ? 0 : -1
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at)
        if (inString) {
          if (escaped) escaped = false
          else if (code === backslash) escaped = true
          else if (code === quote) inString = false
        } else if (depth > 0) {
          if (code === quote) inString = true
          else if (code === open || code === begin) depth++
          else if ((code === close || code === end) && --depth === 0) {
            finish(held + text.slice(Math.max(0, from), at + 1))
            from = -1
          }
        } else if (code === open && inArray) {
          if (isFilled) row++
          isFilled = true
          depth = 1
          from = at
        } else if (code === begin) {
          // What stood before the array takes no place in it.
          if (!inArray) isFilled = false
          inArray = true
        } else if (code === end) {
          if (isFilled) row++
          isFilled = false
          inArray = false
        } else if (code === comma) {
          if (inArray) row++
          if (inArray) isFilled = false
        } else if (code > 32) {
          junk()
          inString = code === quote && inArray
        }
      }
      if (depth > 0 && from >= 0) held += text.slice(from)
      // An object without an end would gather the rest of the file.
      if (held.length > LONGEST_ITEM) {
        held = ''
        tooLong = true
      }
    },
    end() {
      if (depth > 0 || inArray) onBroken('the file ends in the middle', depth > 0 || !isFilled ? row : row + 1)
    },
  }
}
