// What a window waits for when it opens a list, and whether anything ever holds up the core's thread for longer than a frame.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Search } from '../../main/core/library/search/index.ts'
import type { ViewCall } from '../../main/core/library/views/index.ts'
import { type Input, namesOf, type Output } from '../../preload/contract/contract.ts'
import type { Answer } from '../../preload/contract/errors.ts'
import { trackSort } from '../../preload/contract/library.ts'
import { answerCall } from '../../preload/contract/server.ts'
import { madeCore } from './made-core.ts'
import { type BenchOptions, type Report, timed } from './measure.ts'

type Asked = ViewCall | keyof Search['handlers']
const pageRows = 100
const rounds = 7

const middle = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
/** A timer of one millisecond, late by so much. */
const late = (nanoseconds: number): string => Math.max(0, nanoseconds / 1e6 - 1).toFixed(1)

export async function viewsBench(report: Report, options: BenchOptions): Promise<void> {
  const core = madeCore(options)
  const handlers = { ...core.views.handlers, ...core.search.handlers }
  const allow = namesOf('window', 'core')
  const taken = new Map<string, number[]>()

  /** One call as a window makes it: parsed, answered, and copied to another process. */
  async function call<N extends Asked>(name: N, input: Input<N>, what: string): Promise<Output<N>> {
    // Each call comes as a message of its own.
    await new Promise(resolve => setImmediate(resolve))
    const from = performance.now()
    const answer = structuredClone(await answerCall(handlers, allow, name, input))
    const ms = performance.now() - from
    taken.set(what, [...(taken.get(what) ?? []), ms])
    // The answer of a call is of that call's type.
    const data = answer as Answer<Output<N>>
    if (!data.ok) throw new Error(`${name}: ${data.message}`)
    return data.data
  }

  async function firstPage(what: string, page: () => Promise<unknown>): Promise<void> {
    const cold = await timed(page)
    const warm: number[] = []
    for (let round = 0; round < rounds; round += 1) warm.push(await timed(page))
    report(`views: ${what}`, middle(warm), 'ms', `first ever ${cold.toFixed(1)} ms`)
  }
  const tracks = (input: Input<'library.trackIds'>, what: string) =>
    firstPage(what, async () => {
      const { ids } = await call('library.trackIds', input, `library.trackIds, ${what}`)
      await call('library.tracks', { ids: ids.slice(0, pageRows) }, `library.tracks, ${what}`)
    })

  try {
    const one = (sql: string) => Number(core.store.db.prepare(sql).pluck().get())
    // The largest of each kind is the hardest.
    const album = one('SELECT album_id FROM tracks GROUP BY album_id ORDER BY count(*) DESC')
    const artist = one('SELECT artist_id FROM track_artists GROUP BY artist_id ORDER BY count(*) DESC')
    const genre = one('SELECT genre_id FROM track_genres GROUP BY genre_id ORDER BY count(*) DESC')
    const lag = monitorEventLoopDelay({ resolution: 1 })
    lag.enable()
    for (const sort of trackSort.options)
      for (const descending of [false, true])
        await tracks(
          { filter: { of: 'all' }, sort, descending },
          `tracks by ${sort}${descending ? ', descending' : ''}`,
        )
    await tracks({ filter: { of: 'album', id: album } }, 'largest album')
    await tracks({ filter: { of: 'artist', id: artist } }, 'busiest artist')
    await tracks({ filter: { of: 'genre', id: genre } }, 'largest genre')
    await tracks({ filter: { of: 'folder', id: 1 } }, 'topmost folder, everything below')
    await tracks({ filter: { of: 'addedLately', days: 30 } }, 'added in the last 30 days')
    await tracks({ filter: { of: 'addedLately', days: 3650 } }, 'added in the last ten years')
    await tracks({ filter: { of: 'liked' } }, 'liked')
    for (const sort of ['artist', 'title', 'year', 'added', 'heard'] as const)
      await firstPage(`albums by ${sort}`, async () => {
        const { ids } = await call('library.albumIds', { sort }, `library.albumIds by ${sort}`)
        await call('library.albums', { ids: ids.slice(0, pageRows) }, `library.albums by ${sort}`)
      })
    await firstPage('albums of the busiest artist', async () => {
      const { ids } = await call(
        'library.albumIds',
        { sort: 'year', artistId: artist },
        'library.albumIds of an artist',
      )
      await call('library.albums', { ids: ids.slice(0, pageRows) }, 'library.albums of an artist')
    })
    for (const sort of ['name', 'tracks', 'heard'] as const)
      await firstPage(`artists by ${sort}`, async () => {
        const { ids } = await call('library.artistIds', { sort }, `library.artistIds by ${sort}`)
        await call('library.artists', { ids: ids.slice(0, pageRows) }, `library.artists by ${sort}`)
      })
    await firstPage('genres', () => call('library.genres', undefined, 'library.genres'))
    await firstPage('folders: the roots', () =>
      call('library.folders', { parentId: null }, 'library.folders of the roots'),
    )
    await firstPage('folders: right below a root', () =>
      call('library.folders', { parentId: 1 }, 'library.folders below a root'),
    )
    await firstPage('counts', () => call('library.counts', undefined, 'library.counts'))
    await firstPage('search for one letter', () => call('library.search', { words: 's', limit: 50 }, 'library.search'))
    const scattered = Int32Array.from({ length: 500 }, (_, at) => 1 + Math.floor((at * options.tracks) / 500))
    await firstPage('rows of 500 tracks from everywhere', () =>
      call('library.tracks', { ids: scattered }, 'library.tracks, 500 rows'),
    )

    // Everything changes while a window scrolls: the lists are read again aside.
    for (let round = 0; round < 20; round += 1) {
      core.views.invalidate('library')
      core.search.invalidate('library')
      await call('library.trackIds', { filter: { of: 'all' } }, 'library.trackIds while the library changes')
      await call('library.tracks', { ids: scattered.slice(0, pageRows) }, 'library.tracks while the library changes')
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    lag.disable()
    const still = monitorEventLoopDelay({ resolution: 1 })
    still.enable()
    await new Promise(resolve => setTimeout(resolve, 3000))
    still.disable()
    report(
      "views: the core's thread held up, at most",
      lag.max / 1e6 - 1,
      'ms',
      `p99 ${late(lag.percentile(99))} ms over the whole run; doing nothing for 3 s: ${late(still.max)} ms, p99 ${late(still.percentile(99))} ms`,
    )
    const worst = [...taken].map(([what, times]) => [what, middle(times)] as const)
    worst.sort((a, b) => b[1] - a[1])
    for (const [place, [what, ms]] of worst.slice(0, 5).entries())
      report(
        `views: slowest call ${place + 1}`,
        ms,
        'ms',
        `${what}; middle of ${rounds + 1}, first reading included; aim 16 ms`,
      )
  } finally {
    await core.close()
  }
}
