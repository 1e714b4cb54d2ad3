// Files as they come: every known layout, rows that are broken, files that mean harm.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRecords } from '../../../main/core/history/import/csv.ts'
import { jsonItems } from '../../../main/core/history/import/json-items.ts'
import { momentOf } from '../../../main/core/history/import/lastfm.ts'
import { noon } from '../store/profiles.ts'
import { home, spotify } from './home.ts'
import { zipOf } from './zip.ts'

const day = 86_400_000
const seconds = (ms: number) => Math.floor(ms / 1000)

/** Fed in pieces, as a stream comes. */
function fed(reader: { feed(text: string): void; end(): void }, text: string, cuts: readonly number[]): void {
  let from = 0
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    reader.feed(text.slice(from, Math.max(from, cut)))
    from = Math.max(from, cut)
  }
  reader.feed(text.slice(from))
  reader.end()
}

describe('csv', () => {
  it('gives back what was written, whatever is in it and wherever it is cut', () => {
    const cell = fc.string({ maxLength: 12, unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '가') })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, fc.constant('x')), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(60)),
        (rows, cuts) => {
          const text = rows.map(cells => cells.map(one => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n')
          const read: (readonly string[])[] = []
          fed(
            csvRecords(
              ',',
              cells => read.push(cells),
              () => expect.fail('nothing is broken'),
            ),
            text,
            cuts,
          )
          expect(read).toEqual(rows)
        },
      ),
    )
  })

  it('names the line on which a record begins, empty lines and line ends within quotes counted', () => {
    const rows: (readonly [string, number])[] = []
    fed(
      csvRecords(
        ',',
        ([first = ''], row) => rows.push([first, row]),
        (message, row) => rows.push([message, row]),
      ),
      'head,x\r\n\r\na,"one\r\ntwo"\r\nb,c\n\nd,"never closed',
      [9, 20],
    )
    expect(rows).toEqual([
      ['head', 1],
      ['a', 3],
      ['b', 5],
      ['the file ends within quotes', 7],
    ])
  })

  it('loses one line, not the file, to a quote that is never closed', () => {
    const read: (readonly string[])[] = []
    const broken: string[] = []
    const text = `a,"b\n${'x'.repeat(30_000)}\nc,d\n`
    fed(
      csvRecords(
        ',',
        cells => read.push(cells),
        message => broken.push(message),
      ),
      text,
      [],
    )
    expect(read).toEqual([['c', 'd']])
    expect(broken).toEqual(['a quote is opened and not closed'])
  })
})

describe('a JSON array', () => {
  it('is read object by object, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant({ a: ['}', '{"'] }))), {
          maxLength: 5,
        }),
        fc.array(fc.nat(200)),
        (items, cuts) => {
          const read: unknown[] = []
          fed(
            jsonItems(
              text => read.push(JSON.parse(text)),
              () => expect.fail('nothing is broken'),
            ),
            JSON.stringify(items, null, 1),
            cuts,
          )
          expect(read).toEqual(JSON.parse(JSON.stringify(items)))
        },
      ),
    )
  })

  it('says the place of each object in the array, whatever else stands there', () => {
    const rows: (readonly [string, number])[] = []
    fed(
      jsonItems(
        (text, row) => rows.push([text, row]),
        (message, row) => rows.push([message, row]),
      ),
      '[{"a":1}, 5, "x, {y}", null, {"b":2} {"c":3},]',
      [3, 14],
    )
    const none = 'something stands between the rows that is no row'
    expect(rows).toEqual([
      ['{"a":1}', 1],
      [none, 2],
      [none, 3],
      [none, 4],
      ['{"b":2}', 5],
      ['{"c":3}', 6],
    ])
  })

  it('that ends in the middle says so and keeps what came before', () => {
    const read: string[] = []
    const broken: string[] = []
    fed(
      jsonItems(
        text => read.push(text),
        message => broken.push(message),
      ),
      '[{"a":1},{"b":"',
      [4],
    )
    expect([read, broken]).toEqual([['{"a":1}'], ['the file ends in the middle']])
  })
})

describe('a time', () => {
  it('is read in each way that exporters write it', () => {
    const at = Date.UTC(2020, 0, 31, 12, 34)
    for (const text of [
      '1580474040',
      '1580474040000',
      '31 Jan 2020 12:34',
      '31 Jan 2020, 12:34',
      '2020-01-31 12:34:00',
      '2020-01-31T12:34Z',
      '2020-01-31T13:34:00+01:00',
    ])
      expect(momentOf(text), text).toBe(at)
    for (const text of ['', 'yesterday', '31 Foo 2020 12:34', '99']) expect(momentOf(text), text).toBeNaN()
  })
})

describe('a history file', () => {
  const preview = async (name: string, content: string | Uint8Array) => {
    const at = await home()
    return at.ask('history.preview', { path: at.file(name, content) })
  }

  it('of Last.fm is read in every known layout', async () => {
    const uts = seconds(noon - day)
    const layouts = {
      'header.csv': `uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"${uts}","21 Nov 2026, 12:00","Mira","","Boats","","Harbour, ""Song""",""\n`,
      'bare.csv': 'Mira,Boats,"Harbour, ""Song""",21 Nov 2026 12:00\nMira,Boats,Now Playing,\n',
      'stats.csv': `Artist;Album;AlbumId;Track;Date#listener\n"Mira";"Boats";"x";"Harbour, ""Song""";"${uts * 1000}"\n`,
      'tabs.tsv': `\uFEFFtimestamp\ttitle\tartist\n${uts}\t"Harbour, ""Song"""\tMira\r\n`,
    }
    for (const [name, content] of Object.entries(layouts))
      expect(await preview(name, content), name).toMatchObject({
        format: 'lastfm',
        plays: 1,
        broken: 0,
        from: noon - day,
        unmatchedSamples: [{ artist: 'Mira', title: 'Harbour, "Song"' }],
      })
  })

  it('of ListenBrainz is read line by line, a broken line named by its place', async () => {
    const listen = (n: number) => ({
      listened_at: seconds(noon - day) + n,
      track_metadata: {
        artist_name: 'Mira',
        track_name: `Song ${n}`,
        release_name: 'Boats',
        additional_info: { duration_ms: 100_000 },
      },
    })
    const text = [
      JSON.stringify(listen(1)),
      '{"listened_at": 5}',
      JSON.stringify({ ...listen(2), listened_at: 12 }),
      JSON.stringify({ ...listen(3), track_metadata: { artist_name: ' ' } }),
      '',
      JSON.stringify(listen(400)),
    ].join('\n')
    const read = await preview('listens.jsonl', text)
    expect(read).toMatchObject({ format: 'listenbrainz', rows: 5, plays: 2, broken: 3 })
    expect(read.brokenSamples[1]).toEqual({
      place: 'listens.jsonl, row 3',
      message: '“listened_at”: the time lies before 2001 (1970-01-01)',
    })
  })

  it('in Spotify’s zip is read over all its files, podcasts and private sessions passed over', async () => {
    const row = (n: number, more = {}) => ({
      ...spotify({ artist: 'Mira', title: `Song ${n}`, at: noon - n * day, ms: 90_000 }),
      ...more,
    })
    const zip = zipOf({
      'Spotify Extended Streaming History/Streaming_History_Audio_2024_0.json': JSON.stringify([
        row(1),
        row(2, { master_metadata_track_name: null, episode_name: 'Talk' }),
      ]),
      'Spotify Extended Streaming History/Streaming_History_Audio_2025_1.json': JSON.stringify([
        row(3),
        row(4, { incognito_mode: true }),
        row(5, { ms_played: 0 }),
        row(6, { ts: 'soon' }),
      ]),
      'Spotify Extended Streaming History/ReadMeFirst.pdf': 'not a history',
      'Spotify Account Data/Playlist1.json': '[{}]',
    })
    expect(await preview('my_spotify_data.zip', zip)).toMatchObject({
      format: 'spotify',
      rows: 6,
      plays: 2,
      passedOver: 3,
      broken: 1,
      brokenSamples: [{ place: 'Streaming_History_Audio_2025_1.json, row 4' }],
    })
  })

  it('that is none, or means harm, is refused with its name', async () => {
    const refused = async (name: string, content: string | Uint8Array) =>
      preview(name, content).then(
        () => 'taken',
        (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
      )
    expect(await refused('empty.json', '')).toContain('file-empty: “empty.json”')
    expect(await refused('song.mp3', Buffer.from([0xff, 0xfb, 0x90, 0, 1, 2, 3, 4, 5, 6, 7, 10, 13]))).toMatch(
      /^bad-input: “song.mp3”/,
    )
    expect(await refused('other.json', '[{"a":1},{"b":2}]')).toContain(
      'bad-input: “other.json” is no listening history',
    )
    expect(await refused('columns.csv', 'a,b,c\n1,2,3\n')).toContain('does not say which column')
    expect(await refused('cut.zip', zipOf({ 'endsong_0.json': '[]' }).subarray(0, 60))).toContain(
      'file-broken: “cut.zip” is damaged',
    )
    expect(await refused('photos.zip', zipOf({ 'a.jpg': 'x' }))).toContain('holds no listening history')
    const bomb = zipOf({ 'endsong_0.json': `[${' '.repeat(30_000_000)}]` })
    expect(bomb.length).toBeLessThan(100_000)
    expect(await refused('bomb.zip', bomb)).toContain('out of all proportion')
    const lie = zipOf(
      { 'endsong_0.json': JSON.stringify(Array.from({ length: 500 }, (_, n) => ({ n, x: 'y'.repeat(90) }))) },
      { sayBytes: 900 },
    )
    expect(await refused('lie.zip', lie)).toMatch(/file-broken: .*(damaged|longer)/)
    const deep = `[${'{"a":'.repeat(30_000)}`
    expect(await refused('deep.json', deep)).toContain('bad-input')
  })
})
