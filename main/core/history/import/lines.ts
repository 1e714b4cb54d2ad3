// The lines of a text as they come, piece by piece.
import { type ItemReader, LONGEST_ITEM } from './json-items.ts'

/** Calls `onLine` with every line that is not blank. `row`: its number in the file, from 1. */
export function textLines(
  onLine: (line: string, row: number) => void,
  onBroken: (message: string, row: number) => void,
): ItemReader {
  let held = ''
  let row = 1
  let tooLong = false
  const finish = () => {
    if (tooLong) onBroken('the line is too long', row)
    else if (held.trim() !== '') onLine(held, row)
    row++
    held = ''
    tooLong = false
  }
  return {
    feed(text) {
      let from = 0
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
        held += text.slice(from, at)
        finish()
        from = at + 1
      }
      held += text.slice(from)
      if (held.length > LONGEST_ITEM) {
        held = ''
        tooLong = true
      }
    },
    end: finish,
  }
}
