// The objects of a JSON array as they come, piece by piece: a history of hundreds of megabytes is never in memory as a whole.

export interface ItemReader {
  /** Takes the next piece of text. */
  feed(text: string): void
  /** No more will come: what is left unfinished is told as broken. */
  end(): void
}

/** Longest text of one object. */
export const LONGEST_ITEM = 65_536

const [quote, backslash, open, close, begin, end] = ['"', '\\', '{', '}', '[', ']'].map(one => one.charCodeAt(0))

/** Calls `onItem` with the text of each object right inside the array, `onBroken` where something else stands or an object does not end. */
export function jsonItems(onItem: (text: string) => void, onBroken: (message: string) => void): ItemReader {
  let held = ''
  let depth = 0
  let inString = false
  let escaped = false
  let inArray = false
  let junk = false
  let tooLong = false

  function finish(text: string): void {
    if (tooLong) onBroken('the row is too long')
    else onItem(text)
    held = ''
    tooLong = false
  }

  return {
    feed(text) {
      let from = depth > 0 ? 0 : -1
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at)
        if (depth > 0) {
          if (inString) {
            if (escaped) escaped = false
            else if (code === backslash) escaped = true
            else if (code === quote) inString = false
          } else if (code === quote) inString = true
          else if (code === open || code === begin) depth++
          else if ((code === close || code === end) && --depth === 0) {
            finish(held + text.slice(Math.max(0, from), at + 1))
            from = -1
          }
          continue
        }
        if (code === open && inArray) {
          depth = 1
          from = at
          junk = false
        } else if (code === begin) inArray = true
        else if (code === end) inArray = false
        else if (code > 32 && code !== 44 && !junk) {
          junk = true
          onBroken('something stands between the rows that is no row')
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
      if (depth > 0 || inArray) onBroken('the file ends in the middle')
    },
  }
}
