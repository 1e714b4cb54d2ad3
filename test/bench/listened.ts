// A listener of a made library: what they own as their taste sees it, and months of listening, straight into the log.
import { chanceOfStaying, type HeardTrack, hear } from '../../main/core/demo/listener.ts'
import { seededRandom } from '../../main/core/demo/random.ts'
import type { StyleName } from '../../main/core/demo/styles.ts'
import type { Core } from '../../main/core/index.ts'
import type { Store } from '../../main/core/store/open.ts'
import type { PlayEvent } from '../../preload/contract/listening.ts'

const styles: readonly StyleName[] = ['ambient', 'chiptune', 'house', 'jazz', 'folk', 'rock']
const HOUR_MS = 3_600_000

/** By id, what can be played. */
export function shelfOf(store: Store): ReadonlyMap<number, HeardTrack> {
  const rows = store.db
    .prepare<[], { id: number; artist: string; genre: string | null; durationMs: number }>(
      'SELECT id, artist, genre, duration_ms AS durationMs FROM tracks WHERE playable = 1 AND available = 1',
    )
    .all()
  return new Map(
    rows.map(({ id, artist, genre, durationMs }): [number, HeardTrack] => [
      id,
      // ids of this table; a genre always has the same style
      { id: id as HeardTrack['id'], artist, style: styles[(genre?.length ?? 0) % styles.length] ?? 'folk', durationMs },
    ]),
  )
}

/** So many plays that end shortly before `now`, of half of the shelf. */
export async function listened(
  core: Core,
  heard: ReadonlyMap<number, HeardTrack>,
  plays: number,
  now: number,
): Promise<void> {
  const random = seededRandom(3)
  const shelf = [...heard.values()].filter(({ artist }) => artist.length % 2 === 0)
  const from = now - plays * 0.72 * HOUR_MS
  const told: PlayEvent[] = []
  for (let play = 0; play < plays; play++) {
    const track = shelf[Math.floor(random() ** 2 * shelf.length)]
    if (track === undefined) continue
    const startAt = from + play * 0.7 * HOUR_MS + (play % 8) * 200_000
    const stays = random() < chanceOfStaying(track, startAt, 0)
    const { events } = hear(
      { track, startAt, origin: 'hand', cause: stays ? 'finished' : 'skip', itemId: null },
      random,
    )
    told.push(...events.filter(({ kind }) => kind !== 'heartbeat'))
  }
  while (told.length > 0) await core.handlers['listening.report']({ events: told.splice(0, 1000) })
}
