// A listener's own last plays as the test: which of them, and in how many steps the models may learn on while time goes by.
import { ModelError } from '../model.ts'

export interface Block {
  /** Places (into what was given) that are asked for; everything before `from` may be known. */
  readonly from: number
  readonly to: number
}

const SHARE = 0.1
/** Choice: a tenth of a short history tells nothing; half of it, up to so many, does. */
const WANTED = 150
const MOST = 1500
/** A model that has learned from so much less than there was by then is fitted again: as it would be in use. */
const STALE = 0.25
const MOST_BLOCKS = 4

/**
 * The test over `count` examples in order of time: the last tenth, at least 150 or half of a short history, at most 1,500; in up to four blocks,
 * each to be asked of models fitted on all before it.
 */
export function lastBlocks(count: number): readonly Block[] {
  if (!Number.isInteger(count) || count < 2)
    throw new ModelError('no-examples', `${count} plays cannot be split by time`)
  const tested = Math.min(MOST, Math.max(Math.floor(count * SHARE), Math.min(WANTED, Math.floor(count / 2))))
  const first = count - tested
  const blocks = Math.max(1, Math.min(MOST_BLOCKS, Math.round(tested / (STALE * first))))
  return Array.from({ length: blocks }, (_, block) => ({
    from: first + Math.floor((tested * block) / blocks),
    to: first + Math.floor((tested * (block + 1)) / blocks),
  }))
}
