// How fast the search answers at a keystroke, against LIKE and FTS5 on the same names in the same run.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buffersIn } from '../../main/core/reader/jobs.ts'
import type { Store } from '../../main/core/store/open.ts'
import { indexTracks } from '../../main/core/store/tables/search.ts'
import { madeCore } from './made-core.ts'
import { type BenchOptions, type Report, reportSpread, timed } from './measure.ts'
import { seeded } from './random.ts'

const rows = 50

export async function searchBench(report: Report, options: BenchOptions): Promise<void> {
  const core = madeCore(options)
  const { store, search } = core
  try {
    const typed = prefixes(store)
    const korean = twoSyllables(store)
    const typedTwice = typed.map((word, at) => `${word} ${typed[(at * 7 + 3) % typed.length] ?? ''}`)

    const made = await timed(() => search.prime(0))
    report(
      'search: index made in the background',
      made,
      'ms',
      `${options.tracks} tracks, after start; not on the core's thread`,
    )
    const { value: index } = await core.reader.ask({ job: 'searchIndex' }, 'now')
    const texts = [index.tracks, index.albums, index.artists].flatMap(({ words, keys, initials }) => [
      words.text,
      keys.text,
      initials.text,
    ])
    const bytes =
      buffersIn(index).reduce((sum, buffer) => sum + buffer.byteLength, 0) +
      texts.reduce((sum, text) => sum + 2 * text.length, 0)
    report('search: index in memory', bytes / 2 ** 20, 'MB', `${index.tracks.words.starts.length} different words`)
    await search.search('warm', rows)
    const ask = async (words: readonly string[]): Promise<[string, number][]> => {
      const times: [string, number][] = []
      for (const word of words) times.push([word, await timed(() => search.search(word, rows))])
      return times
    }
    for (let round = 0; round < 2; round += 1) await ask(typed.slice(0, 100))
    reportSpread(
      report,
      'search: prefix of one to five letters',
      await ask(typed),
      `${typed.length} prefixes, ${rows} rows, ranked; aim p95 < 8 ms`,
    )
    reportSpread(report, 'search: two Korean syllables', await ask(korean), `${korean.length} words`)
    reportSpread(report, 'search: two words', await ask(typedTwice))

    const some = Int32Array.from({ length: Math.min(10_000, options.tracks) }, (_, at) => at + 1)
    store.db.exec('BEGIN; DELETE FROM search_docs')
    report(
      `search: ${some.length} tracks written to the index`,
      await timed(() => indexTracks(store.db, some)),
      'ms',
      'aim 250 ms',
    )
    store.db.exec('ROLLBACK')

    const like = store.db.prepare(
      `SELECT t.id FROM tracks t LEFT JOIN albums a ON a.id = t.album_id
       WHERE t.title LIKE ? OR t.artist LIKE ? OR a.title LIKE ? ORDER BY t.added_at DESC LIMIT ${rows}`,
    )
    const likes: [string, number][] = []
    for (const word of typed.slice(0, 60))
      likes.push([word, await timed(() => like.all(`%${word}%`, `%${word}%`, `%${word}%`))])
    reportSpread(report, 'anchor: LIKE over titles, artists, albums', likes, 'no ranking but newest first, ids only')
    anchorFts5(report, core.store.file, join(options.work, 'fts5.db'), typed.slice(0, 300))
  } finally {
    await core.close()
  }
}

/** A thousand beginnings of the library's own words, as often as the words themselves: one to five letters in turn. */
function prefixes(store: Store): readonly string[] {
  const names = store.db
    .prepare<[], { title: string; artist: string }>('SELECT title, artist FROM tracks ORDER BY id')
    .all()
  const random = seeded(7)
  return Array.from({ length: 1000 }, (_, turn) => {
    const { title, artist } = random.pick(names)
    const word = random.pick((random.next() < 0.6 ? title : artist).match(/[\p{L}\p{N}]+/gu) ?? ['a'])
    return [...word]
      .slice(0, 1 + (turn % 5))
      .join('')
      .toLowerCase()
  })
}

function twoSyllables(store: Store): readonly string[] {
  const titles = store.db.prepare<[], string>('SELECT title FROM tracks ORDER BY id').pluck().all()
  const found = titles.flatMap(title => title.match(/[가-힣]{2}/gu) ?? [])
  const random = seeded(8)
  return found.length === 0 ? [] : Array.from({ length: 300 }, () => random.pick(found))
}

const python = `
import json, sqlite3, sys, time
library, index, words = json.load(sys.stdin)
db = sqlite3.connect(index)
db.execute("ATTACH ? AS l", (library,))
t = time.perf_counter()
db.execute("CREATE VIRTUAL TABLE f USING fts5(title, artist, album, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')")
n = db.execute("INSERT INTO f (rowid, title, artist, album) SELECT t.id, t.title, t.artist, a.title FROM l.tracks t LEFT JOIN l.albums a ON a.id = t.album_id").rowcount
db.commit()
made = (time.perf_counter() - t) * 1000
def ask(order):
    times = []
    for word in words:
        t = time.perf_counter()
        db.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY " + order + " LIMIT ${rows}", ('"' + word + '"*',)).fetchall()
        times.append([word, (time.perf_counter() - t) * 1000])
    return times
print(json.dumps({"version": sqlite3.sqlite_version, "made": made, "n": n, "rowid": ask("rowid"), "bm25": ask("rank")}))
`

/** python3's own SQLite with an FTS5 table of the same names: prefixes only, ids only, by rowid and by bm25. */
function anchorFts5(report: Report, library: string, index: string, words: readonly string[]): void {
  const run = spawnSync('python3', ['-c', python], { input: JSON.stringify([library, index, words]), encoding: 'utf8' })
  if (run.error || run.status !== 0) {
    report(
      'anchor: FTS5 of python3',
      Number.NaN,
      'ms',
      `not measured: ${run.error?.message ?? run.stderr.split('\n').at(-2) ?? 'it failed'}`,
    )
    return
  }
  // Printed by the program above.
  const said = JSON.parse(run.stdout) as {
    version: string
    made: number
    rowid: [string, number][]
    bm25: [string, number][]
  }
  report('anchor: FTS5 written', said.made, 'ms', `python3, SQLite ${said.version}, all tracks`)
  reportSpread(report, 'anchor: FTS5 prefix by rowid', said.rowid, 'unranked, ids only')
  reportSpread(report, 'anchor: FTS5 prefix by bm25', said.bm25, 'ids only')
}
