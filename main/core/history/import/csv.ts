// Comma-separated values as RFC 4180 has them, piece by piece: quotes, doubled quotes, line ends within quotes, and any delimiter.
import type { ItemReader } from './json-items.ts'

/** Longest text of one record: a quote that is never closed would gather the rest of the file. */
const LONGEST_RECORD = 20_000

/** Calls `onRecord` with the cells of each line that is not empty. `row`: the line of the file on which it begins, from 1. */
export function csvRecords(
  delimiter: string,
  onRecord: (cells: readonly string[], row: number) => void,
  onBroken: (message: string, row: number) => void,
): ItemReader {
  let cells: string[] = []
  let cell = ''
  let length = 0
  /** `after`: a quote has just been seen inside quotes. `lost`: until the end of the line nothing is believed. */
  let state: 'start' | 'plain' | 'quoted' | 'after' | 'lost' = 'start'
  let lastWasReturn = false
  let line = 1
  let row = 1

  function endCell(): void {
    cells.push(cell)
    cell = ''
    state = 'start'
  }
  function endRecord(): void {
    endCell()
    if (cells.length > 1 || cells[0] !== '') onRecord(cells, row)
    cells = []
    length = 0
    row = line
  }
  function lose(): void {
    onBroken('a quote is opened and not closed', row)
    cells = []
    cell = ''
    length = 0
    state = 'lost'
  }

  return {
    feed(text) {
      for (const char of text) {
        const isLineEnd = char === '\n' || char === '\r'
        if (isLineEnd && !(char === '\n' && lastWasReturn)) line++
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
          if (isLineEnd) {
            state = 'start'
            row = line
          }
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
      if (state === 'quoted') onBroken('the file ends within quotes', row)
      else if (state !== 'lost' && (cell !== '' || cells.length > 0)) endRecord()
    },
  }
}
