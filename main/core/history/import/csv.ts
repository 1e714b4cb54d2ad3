// Comma-separated values as RFC 4180 has them, piece by piece: quotes, doubled quotes, line ends within quotes, and any delimiter.
import type { ItemReader } from './json-items.ts'

/** Longest text of one record: a quote that is never closed would gather the rest of the file. */
const LONGEST_RECORD = 20_000

/** Calls `onRecord` with the cells of each line that is not empty. */
export function csvRecords(
  delimiter: string,
  onRecord: (cells: readonly string[]) => void,
  onBroken: (message: string) => void,
): ItemReader {
  let cells: string[] = []
  let cell = ''
  let length = 0
  /** `after`: a quote has just been seen inside quotes. `lost`: until the end of the line nothing is believed. */
  let state: 'start' | 'plain' | 'quoted' | 'after' | 'lost' = 'start'
  let lastWasReturn = false

  function endCell(): void {
    cells.push(cell)
    cell = ''
    state = 'start'
  }
  function endRecord(): void {
    endCell()
    if (cells.length > 1 || cells[0] !== '') onRecord(cells)
    cells = []
    length = 0
  }
  function lose(): void {
    onBroken('a quote is opened and not closed')
    cells = []
    cell = ''
    length = 0
    state = 'lost'
  }

  return {
    feed(text) {
      for (const char of text) {
        const isLineEnd = char === '\n' || char === '\r'
        // \r\n is one end.
        if (char === '\n' && lastWasReturn && state !== 'quoted') {
          lastWasReturn = false
          continue
        }
        lastWasReturn = char === '\r'
        length++
        if (state === 'quoted') {
          if (char === '"') state = 'after'
          else cell += char
          if (length > LONGEST_RECORD) lose()
        } else if (state === 'lost') {
          if (isLineEnd) state = 'start'
        } else if (char === '"' && state === 'after') {
          cell += '"'
          state = 'quoted'
        } else if (char === '"' && state === 'start') state = 'quoted'
        else if (char === delimiter) endCell()
        else if (isLineEnd) endRecord()
        else {
          cell += char
          state = state === 'after' ? 'after' : 'plain'
          if (length > LONGEST_RECORD) lose()
        }
      }
    },
    end() {
      if (state === 'quoted') onBroken('the file ends within quotes')
      else if (state !== 'lost' && (cell !== '' || cells.length > 0)) endRecord()
    },
  }
}
