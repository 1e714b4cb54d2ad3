// `queue`: what would play next, and why. A kept queue as it is; where nothing is kept, what the companion would bring. Changes nothing.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { itemInWords } from '../queue-words.ts'

type Asks = Handlers<'queue.state' | 'queue.companion' | 'balance.state'>

export async function queueAnswer(ask: Asks, { limit, json }: { readonly limit: number; readonly json: boolean }) {
  const kept = await ask['queue.state']()
  const empty = kept.current === null && kept.upcoming.length === 0
  const queue = empty ? await companionQueue(ask, kept) : kept
  const { knowing, mix } = await ask['balance.state']()
  const next = empty && queue.current !== null ? [queue.current, ...queue.upcoming] : queue.upcoming
  const items = next.slice(0, limit).map(itemInWords)
  const current = empty || queue.current === null ? null : itemInWords(queue.current)
  if (json) return JSON.stringify({ companion: queue.companion, knowing, current, items, mix: mix.counts })
  if (items.length === 0 && current === null)
    return 'Nothing waits, and there is nothing in the library to choose from.'
  const lines = items.map(({ track, sat, reason }, index) => {
    const sure = sat === null ? '    ' : `${Math.round(100 * sat)} %`.padStart(5)
    return `${String(index + 1).padStart(3)}  ${sure}  ${track}${reason === '' ? '' : `  (${reason})`}`
  })
  return [...(current === null ? [] : [`now         ${current.track}`]), ...lines].join('\n')
}

/** As it was where the companion finds nothing to bring. */
async function companionQueue(ask: Asks, kept: QueueState): Promise<QueueState> {
  try {
    return await ask['queue.companion']({ from: null })
  } catch (thrown) {
    if (thrown instanceof DwellError && thrown.code === 'nothing-to-queue') return kept
    throw thrown
  }
}
