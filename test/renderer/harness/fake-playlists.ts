// Playlists in memory.
import type { Handlers, WindowCallName } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { PlaylistId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { Playlist } from '../../../preload/contract/playlists.ts'
import { now } from './fake-library.ts'

interface Kept {
  readonly name: string
  readonly changedAt: number
  readonly isDeleted: boolean
  readonly items: readonly { readonly item: number; readonly track: number }[]
}

/** What the listener's playlists are called, unless other names are given. */
export const playlistNames = ['Sunday, window open', '밤 산책', 'For the long drive', 'Rain, and nothing to do']

type Names = Extract<WindowCallName, `playlists.${string}`>

export function createFakePlaylists(
  tracks: readonly TrackRow[],
  /** One playlist each. */
  names: readonly string[],
  changed: (id: PlaylistId) => void,
): { readonly handlers: Handlers<Names> } {
  const kept = new Map<PlaylistId, Kept>()
  const durations = new Map<number, number>(tracks.map(({ id, durationMs }) => [id, durationMs]))
  let [lastList, lastItem] = [0, 0]

  const itemsOf = (ids: Iterable<number>) =>
    Array.from(ids, track => {
      lastItem += 1
      return { item: lastItem, track }
    })
  const get = (id: PlaylistId): Kept => {
    const found = kept.get(id)
    if (!found) throw new DwellError('not-found', `no playlist ${id}`)
    return found
  }
  const show = (id: PlaylistId): Playlist => {
    const { name, items, changedAt } = get(id)
    const durationMs = items.reduce((sum, { track }) => sum + (durations.get(track) ?? 0), 0)
    return { id, name, tracks: items.length, durationMs, changedAt }
  }
  const set = (id: PlaylistId, more: Partial<Kept>): void => {
    kept.set(id, { ...get(id), ...more })
    changed(id)
  }
  const make = (name: string, ids: Iterable<number>, changedAt = now): PlaylistId => {
    lastList += 1
    const id = lastList as PlaylistId // the fake gives out these ids
    kept.set(id, { name, changedAt, isDeleted: false, items: itemsOf(ids) })
    return id
  }

  if (tracks.length > 400)
    names.forEach((name, index) => {
      const ids = Array.from(
        { length: 9 + index * 7 },
        (_, n) => tracks[(n * 97 + index * 31) % tracks.length]?.id ?? 1,
      )
      make(name, ids, now - index * 5 * 86_400_000)
    })

  return {
    handlers: {
      'playlists.all': () => [...kept].filter(([, { isDeleted }]) => !isDeleted).map(([id]) => show(id)),
      'playlists.create': ({ name, ids }) => {
        const id = make(name, ids ?? [])
        changed(id)
        return show(id)
      },
      'playlists.rename': ({ id, name }) => set(id, { name }),
      'playlists.delete': ({ id }) => set(id, { isDeleted: true }),
      'playlists.restore': ({ id }) => set(id, { isDeleted: false }),
      'playlists.items': ({ id }) => {
        const { items } = get(id)
        return {
          itemIds: Int32Array.from(items, ({ item }) => item),
          trackIds: Int32Array.from(items, ({ track }) => track),
        }
      },
      'playlists.add': ({ id, ids, at }) => {
        const { items } = get(id)
        set(id, { items: items.toSpliced(at ?? items.length, 0, ...itemsOf(ids)) })
      },
      'playlists.remove': ({ id, items }) => {
        const gone = new Set<number>(items)
        set(id, { items: get(id).items.filter(({ item }) => !gone.has(item)) })
      },
      'playlists.move': ({ id, item, toIndex }) => {
        const { items } = get(id)
        const from = items.findIndex(each => each.item === item)
        const moved = items[from]
        set(id, moved ? { items: items.toSpliced(from, 1).toSpliced(toIndex, 0, moved) } : {})
      },
      'playlists.import': () => {
        const id = make('From the old machine', [1, 2, 3])
        changed(id)
        return { playlist: show(id), matched: 3, missing: ['05 Lost Song.mp3', 'gone.flac'] }
      },
      'playlists.export': ({ id }) => ({ written: get(id).items.length }),
    },
  }
}
