// Answers piece by piece: a hundred thousand rows are never one text.

export type Pieces = AsyncIterable<string>

/** Rows that are put together before they are written. */
const TOGETHER = 500

/** A JSON array of these. */
export async function* jsonArray(items: Iterable<unknown> | AsyncIterable<unknown>): Pieces {
  let held: string[] = []
  let before = '['
  for await (const item of items) {
    held.push(JSON.stringify(item))
    if (held.length < TOGETHER) continue
    yield before + held.join(',\n')
    before = ',\n'
    held = []
  }
  yield `${held.length > 0 || before === '[' ? before : ''}${held.join(',\n')}]`
}

/** Writes to the end of the answer. False when nobody reads on (`| head`): what is left is not asked for. */
export async function writePieces(pieces: Pieces, out: NodeJS.WritableStream): Promise<boolean> {
  let failure: NodeJS.ErrnoException | null = null
  let drained = () => {}
  out.on('error', (error: NodeJS.ErrnoException) => {
    failure = error
    drained()
  })
  out.on('drain', () => drained())
  const failed = () => failure
  for await (const piece of pieces) {
    if (out.write(piece) || failed() !== null) {
      if (failed() !== null) break
      continue
    }
    await new Promise<void>(resolve => {
      drained = resolve
    })
    if (failed() !== null) break
  }
  const trouble = failed()
  if (trouble !== null && trouble.code !== 'EPIPE') throw trouble
  return trouble === null
}
