// `queue`: what would play next, and why. A kept queue as it is; where nothing is kept, or sliders are given, what the companion would bring.
import type { QueueItem } from '../../../preload/contract/queue.ts'
import type { Wish } from '../queue/ahead.ts'
import type { Queue } from '../queue/index.ts'
import { itemInWords } from '../queue-words.ts'

export interface LookAhead extends Wish {
  readonly queue: Pick<Queue, 'ahead'>
  readonly json: boolean
}

export async function queueAnswer({ queue, json, ...wish }: LookAhead): Promise<string> {
  const { companion, knowing, mix, ...found } = await queue.ahead(wish)
  const current = found.current === null ? null : inWords(found.current)
  const items = found.items.map(inWords)
  if (json) return JSON.stringify({ mix, companion, knowing, current, items })
  if (items.length === 0 && current === null)
    return 'Nothing waits, and there is nothing in the library to choose from.'
  const width = Math.max(3, String(items.length).length)
  const lines = items.map(({ track, sat, reason }, index) => {
    const sure = sat === null ? '    ' : `${Math.round(100 * sat)} %`.padStart(5)
    return `${String(index + 1).padStart(width)}  ${sure}  ${track}${reason === '' ? '' : `  (${reason})`}`
  })
  return [...(current === null ? [] : [`now         ${current.track}`]), ...lines].join('\n')
}

function inWords(item: QueueItem) {
  const { track, ...grounds } = itemInWords(item)
  return { track, artist: item.track.artist, album: item.track.album, ...grounds }
}
