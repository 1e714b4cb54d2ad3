// Every call of the window on a large library, timed in the page itself: through the bridge to the core and back, as a listener's click goes.
import { spread } from './measure.ts'
import type { PageWire } from './page-wire.ts'

export interface CallTimes {
  readonly what: string
  readonly firstMs: number
  readonly middleMs: number
  readonly worstMs: number
}

const rounds = 9

/**
 * Calls by name with their inputs, as expressions of the page: `every` are the ids of all tracks, `some` the first hundred of them, `far` five
 * hundred from everywhere, `albums` and `artists` a page of each.
 */
const calls: readonly (readonly [name: string, input?: string])[] = [
  ['settings.get'],
  ['app.state'],
  ['library.counts'],
  ['library.roots'],
  ['library.progress'],
  ['library.failures', '{ limit: 100 }'],
  ...['artist', 'title', 'album', 'year', 'duration', 'added', 'plays', 'heard', 'lastHeard', 'dwell'].map(
    sort => ['library.trackIds', `{ filter: { of: 'all' }, sort: '${sort}', descending: true }`] as const,
  ),
  ['library.trackIds', "{ filter: { of: 'album', id: 1 } }"],
  ['library.trackIds', "{ filter: { of: 'artist', id: artists[0] } }"],
  ['library.trackIds', "{ filter: { of: 'genre', id: 1 } }"],
  ['library.trackIds', "{ filter: { of: 'folder', id: 1 } }"],
  ['library.trackIds', "{ filter: { of: 'addedLately', days: 30 } }"],
  ['library.trackIds', "{ filter: { of: 'liked' } }"],
  ['library.tracks', '{ ids: some }'],
  ['library.tracks', '{ ids: far }'],
  ...['artist', 'title', 'year', 'added', 'heard'].map(sort => ['library.albumIds', `{ sort: '${sort}' }`] as const),
  ['library.albumIds', "{ sort: 'year', artistId: artists[0] }"],
  ['library.albums', '{ ids: albums }'],
  ...['name', 'tracks', 'heard'].map(sort => ['library.artistIds', `{ sort: '${sort}' }`] as const),
  ['library.artists', '{ ids: artists }'],
  ['library.genres'],
  ['library.folders', '{ parentId: null }'],
  ['library.folders', '{ parentId: 1 }'],
  ['library.loudness', '{ id: every[0] }'],
  ...['l', 'lo', 'love', 'night', 'love night', '사랑', '밤편', '夜'].map(
    words => ['library.search', `{ words: '${words}', limit: 50 }`] as const,
  ),
  ['listening.session'],
  ['listening.recent', '{ limit: 100 }'],
  ['listening.totals'],
  ['listening.wishes', '{}'],
  ['playlists.all'],
  ['queue.state'],
  // What a double click in the list of everything does.
  ['queue.play', "{ ids: every, startAt: 5000, origin: 'hand', source: { kind: 'tracks', name: 'All' } }"],
  ['queue.setShuffle', '{ on: true }'],
  ['queue.next', '{ byItself: false }'],
  ['queue.setShuffle', '{ on: false }'],
  ['queue.add', "{ ids: far, where: 'end' }"],
  ['queue.undo'],
]

/** Slowest first. What each was for is its name and its input. */
export async function windowCalls(page: PageWire): Promise<readonly CallTimes[]> {
  const times = await page.evaluate<readonly (readonly number[])[]>(`(async () => {
    const ask = async (name, input) => {
      const answer = await (input === undefined ? window.dwell.call(name) : window.dwell.call(name, input))
      if (!answer.ok) throw new Error(name + ': ' + answer.message)
      return answer.data
    }
    const { ids: every } = await ask('library.trackIds', { filter: { of: 'all' } })
    const some = every.slice(0, 100)
    const far = every.filter((_, at) => at % Math.ceil(every.length / 500) === 0)
    const albums = (await ask('library.albumIds', { sort: 'artist' })).ids.slice(0, 100)
    const artists = (await ask('library.artistIds', { sort: 'tracks' })).ids.slice(0, 100)
    const all = []
    for (const [name, input] of [${calls.map(([name, input]) => `['${name}', () => (${input})]`).join(', ')}]) {
      const times = []
      for (let round = 0; round < ${rounds}; round += 1) {
        const given = input()
        const from = performance.now()
        await ask(name, given)
        times.push(performance.now() - from)
        await new Promise(resolve => setTimeout(resolve, 30))
      }
      all.push(times)
    }
    return all
  })()`)
  return calls
    .map(([name, input], at) => {
      const [first = Number.NaN, ...again] = times[at] ?? []
      const { p50, max } = spread(again.map(ms => [name, ms]))
      return { what: input === undefined ? name : `${name} ${input}`, firstMs: first, middleMs: p50, worstMs: max }
    })
    .sort((a, b) => b.middleMs - a.middleMs)
}
