// Who hears what: an event goes to the windows first, then to the services for which it is news, in the order of this table.
import type { EventName, Payload } from '../../preload/contract/contract.ts'
import type { WishTarget } from '../../preload/contract/listening.ts'
import type { Settings } from '../../preload/contract/settings.ts'
import type { Demo } from './demo/index.ts'
import type { HistoryService } from './history/index.ts'
import type { Insights } from './insights/index.ts'
import type { Learning } from './learning/index.ts'
import type { Library } from './library/index.ts'
import type { Queue } from './queue/index.ts'
import type { Emit } from './service.ts'
import type { Sound } from './sound/index.ts'

type Hearers = { readonly [N in EventName]?: readonly (((payload: Payload<N>) => void) | undefined)[] }

export interface Services {
  readonly demonstration: Demo | null
  readonly history: HistoryService
  readonly insights: Insights
  readonly learning: Learning
  readonly library: Library
  readonly queue: Queue
  readonly sound: Sound
  /** Follows the setting `watchFolders`. */
  readonly followWatching: (settings: Settings) => void
}

const hearers = (services: Services): Hearers => {
  const { demonstration, history, insights, learning, library, queue, sound } = services
  return {
    'library.progressed': [demonstration?.onProgress, sound.scanned],
    'library.changed': [
      history.scanned,
      sound.libraryChanged,
      demonstration?.onChanged,
      insights.changed,
      learning.libraryChanged,
      queue.reload,
    ],
    'history.changed': [insights.changed, learning.historyChanged, queue.reload],
    'sound.progressed': [learning.libraryChanged],
    'learning.changed': [demonstration?.onLearning],
    'settings.changed': [
      services.followWatching,
      sound.settingsChanged,
      learning.settingsChanged,
      queue.settingsChanged,
    ],
    'boosts.changed': [queue.boostsChanged],
    'listening.played': [learning.played, queue.played, insights.changed],
    'listening.wishesChanged': [
      ({ target }) => library.touched(tracksOf(target), 'wishes'),
      queue.dropUnwelcome,
      queue.refresh,
    ],
  }
}

/** None: it may be any. */
const tracksOf = (target: WishTarget) => (target.of === 'track' ? Int32Array.of(target.id) : new Int32Array())

export interface Events {
  readonly emit: Emit
  /** From now on they hear of each other; once all are made. */
  connect(services: Services): void
}

export function createEvents(toWindows: Emit): Events {
  let table: Hearers = {}
  return {
    emit(name, payload) {
      toWindows(name, payload)
      for (const hear of table[name] ?? []) hear?.(payload)
    },
    connect(services) {
      table = hearers(services)
    },
  }
}
