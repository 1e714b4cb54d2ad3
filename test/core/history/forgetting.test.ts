// Forgetting: what is forgotten is not shown, not counted and not learned from; it comes back when taken back, and never after it was erased.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listBackups, takeBackup } from '../../../main/core/store/backup.ts'
import { connect } from '../../../main/core/store/connect.ts'
import { erasingOf } from '../../../main/core/store/tables/erasing.ts'
import { maps, removedBeliefs } from '../../../main/core/store/tables/insights.ts'
import { learningModels } from '../../../main/core/store/tables/learning-models.ts'
import { played, track } from '../listening/listener.ts'
import { noon, open } from '../store/profiles.ts'
import { type Home, home, learned, own, spotify } from './home.ts'

const minute = 60_000
const hour = 60 * minute

/** Two artists, four tracks; yesterday both were heard, and within the last hour the first again. */
async function evening(): Promise<Home> {
  const at = await home()
  own(at.store, [
    { artist: 'Mira', title: 'Harbour' },
    { artist: 'Mira', title: 'Lantern' },
    { artist: 'Oslo Choir', title: 'Ode' },
    { artist: 'Oslo Choir', title: 'Nocturne' },
  ])
  const heard = (id: number, from: number) =>
    at.hear('listening.report', { events: played(id, from, 100_000, 'finished') })
  for (const id of [1, 2, 3]) await heard(id, noon - 24 * hour + id * 2 * minute)
  await heard(1, noon - 30 * minute)
  await heard(2, noon - 20 * minute)
  return at
}

const totals = (at: Home) => at.hear('listening.totals', undefined)
const recent = async (at: Home) =>
  (await at.hear('listening.recent', { limit: 50 })).map(({ trackId }) => Number(trackId))
const stats = (at: Home) =>
  at.store.db
    .prepare<[], { track_id: number; plays: number }>('SELECT track_id, plays FROM track_stats ORDER BY track_id')
    .all()
const artist = (id: number) => id as never // branded, and only its number counts here

describe('forgetting', () => {
  it('the last hour says how many plays it takes, takes them from every list, count and learner, and gives them back', async () => {
    const at = await evening()
    expect(await at.ask('forgetting.preview', { kind: 'lastHour' })).toEqual({ plays: 2 })
    const forgotten = await at.ask('forgetting.forget', { kind: 'lastHour' })
    expect(forgotten).toMatchObject({ kind: 'lastHour', plays: 2, at: noon })
    expect(await recent(at)).toEqual([3, 2, 1])
    expect(await totals(at)).toMatchObject({ plays: 3, heardMs: 300_000, sessions: 1, tracksHeard: 3 })
    expect(stats(at)).toEqual([
      { track_id: 1, plays: 1 },
      { track_id: 2, plays: 1 },
      { track_id: 3, plays: 1 },
    ])
    expect(learned(at.store).map(play => play.track_id)).toEqual([1, 2, 3])
    expect(at.told).toContain('history.changed')
    await at.ask('forgetting.undo', { id: forgotten.id })
    expect(await recent(at)).toEqual([2, 1, 3, 2, 1])
    expect(await totals(at)).toMatchObject({ plays: 5, sessions: 2 })
    expect(learned(at.store)).toHaveLength(5)
    expect(await at.ask('forgetting.all', undefined)).toEqual([])
  })

  it('a play that goes on takes what is still to be heard of it', async () => {
    const at = await evening()
    const events = played(4, noon - 5 * minute, 300_000, 'finished')
    await at.hear('listening.report', { events: events.slice(0, 30) })
    await at.ask('forgetting.forget', { kind: 'session' })
    await at.hear('listening.report', { events: events.slice(30) })
    expect(await recent(at)).not.toContain(4)
    expect(await totals(at)).toMatchObject({ plays: 3, heardMs: 300_000 })
  })

  it('a track or an artist reaches what was heard, not what will be', async () => {
    const at = await evening()
    expect(await at.ask('forgetting.forget', { kind: 'track', id: track(1) })).toMatchObject({
      label: 'Harbour · Mira',
      plays: 2,
    })
    expect(learned(at.store).map(play => play.track_id)).toEqual([2, 3, 2])
    expect(await at.ask('forgetting.forget', { kind: 'artist', id: artist(1) })).toMatchObject({
      label: 'Mira',
      plays: 2,
    })
    expect(learned(at.store).map(play => play.track_id)).toEqual([3])
    at.now = noon + hour
    await at.hear('listening.report', { events: played(1, noon + 30 * minute, 100_000, 'finished') })
    expect(learned(at.store).map(play => play.track_id)).toEqual([3, 1])
    await expect(at.ask('forgetting.forget', { kind: 'artist', id: artist(99) })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('everything leaves nothing, also after another start, and a history brought along afterwards counts', async () => {
    const at = await evening()
    expect(await at.ask('forgetting.preview', { kind: 'everything' })).toEqual({ plays: 5 })
    await at.ask('forgetting.forget', { kind: 'everything' })
    await expect.poll(() => stats(at)).toEqual([])
    expect(await totals(at)).toEqual({ plays: 0, heardMs: 0, sessions: 0, tracksHeard: 0, firstAt: null })
    await at.leave()
    const next = await home(at.dir, noon + minute)
    expect(await recent(next)).toEqual([])
    const path = next.file(
      'endsong_0.json',
      JSON.stringify([spotify({ artist: 'Mira', title: 'Lantern', at: noon - 99 * hour, ms: 90_000 })]),
    )
    await next.ask('history.import', { previewId: (await next.ask('history.preview', { path })).previewId })
    expect(learned(next.store)).toMatchObject([{ track_id: 2 }])
    expect(await next.ask('forgetting.preview', { kind: 'everything' })).toEqual({ plays: 1 })
  })

  it('a line about an artist, or a genre at an hour, forgets what it rests on', async () => {
    const at = await evening()
    at.store.db.exec("INSERT INTO genres VALUES (1, 'Folk', 'folk'); INSERT INTO track_genres VALUES (1, 1), (3, 1)")
    const hours = new Date(noon - 30 * minute).getHours()
    at.history.forgetBelief({
      id: 'x',
      strength: 1,
      kind: 'genreHours',
      genre: 'Folk',
      fromHour: hours,
      toHour: (hours + 1) % 24,
      share: 0.5,
    })
    expect(learned(at.store).map(play => play.track_id)).toEqual([1, 2, 3, 2])
    at.history.forgetBelief({
      id: 'y',
      strength: 1,
      kind: 'artistStay',
      artistId: artist(2),
      artist: 'Oslo Choir',
      stayed: 1,
      of: 1,
    })
    expect(learned(at.store).map(play => play.track_id)).toEqual([1, 2, 2])
    expect(await at.ask('forgetting.all', undefined)).toMatchObject([
      { kind: 'belief', label: 'Oslo Choir', plays: 1 },
      { kind: 'belief', plays: 1 },
    ])
  })
})

describe('erasing for good', () => {
  const everyByte = (dir: string): Buffer =>
    Buffer.concat(
      readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter(name => /\.db/.test(name))
        .map(name => readFileSync(join(dir, name))),
    )

  it('leaves no byte of what was forgotten in the database, its log or a backup, and the rest as it was', async () => {
    const at = await evening()
    const secret = 'Nobody Else May Know This Song'
    const path = at.file(
      'endsong_0.json',
      JSON.stringify([
        spotify({ artist: 'Oslo Choir', title: secret, at: noon - 50 * hour, ms: 90_000 }),
        spotify({ artist: 'Mira', title: 'Lantern', at: noon - 49 * hour, ms: 90_000 }),
      ]),
    )
    await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    const [{ play_id: playId }] = at.store.db
      .prepare<[], { play_id: string }>(
        'SELECT k.play_id FROM plays p JOIN play_keys k ON k.id = p.id WHERE p.track_id = 3',
      )
      .all() as [{ play_id: string }]
    await at.leave()
    await open(at.dir, { now: () => noon - 1000 }).close()
    const before = await home(at.dir, noon + minute)
    expect(listBackups(at.dir).length).toBeGreaterThan(0)
    expect(everyByte(at.dir).includes(playId)).toBe(true)
    expect(everyByte(at.dir).includes(secret)).toBe(true)

    await before.ask('forgetting.forget', { kind: 'artist', id: artist(2) })
    expect(everyByte(at.dir).includes(playId)).toBe(true)
    expect(await before.ask('forgetting.erase', undefined)).toEqual({ plays: 2 })
    expect(everyByte(at.dir).includes(playId)).toBe(false)
    expect(everyByte(at.dir).includes(secret)).toBe(false)
    expect(listBackups(at.dir)).toHaveLength(1)
    expect(await before.ask('forgetting.all', undefined)).toEqual([])
    expect(learned(before.store).map(play => play.track_id)).toEqual([2, 1, 2, 1, 2])
    expect(() => before.store.db.exec('DELETE FROM events')).toThrow('append-only')
    expect(before.store.db.pragma('foreign_key_check')).toEqual([])
    // What a rebuild gives from the events that are left is what is there.
    const sessions = () => before.store.db.prepare('SELECT * FROM sessions ORDER BY id').all()
    const kept = sessions()
    before.listening.rebuildPlays()
    expect(sessions()).toEqual(kept)
    // Its number is free again: the next play is its own.
    await before.hear('listening.report', { events: played(4, noon + 5 * hour, 50_000, 'skip') })
    expect(learned(before.store).at(-1)).toMatchObject({ track_id: 4, dwell_ms: 50_000 })
  })

  it('goes on at the next start when it was cut off', async () => {
    const at = await evening()
    await at.ask('forgetting.forget', { kind: 'track', id: track(1) })
    at.store.db.exec('UPDATE forgets SET erasing = 1')
    await at.leave()
    const next = await home(at.dir)
    expect(next.store.db.prepare('SELECT count(*) FROM events WHERE track_id = 1').pluck().get()).toBe(0)
    expect(learned(next.store).map(play => play.track_id)).toEqual([2, 3, 2])
  })

  it('takes it from file and backups at the next start when it was cut off between the tables and the pages', async () => {
    const at = await evening()
    await at.ask('forgetting.forget', { kind: 'artist', id: artist(2) })
    await at.leave()
    await open(at.dir, { now: () => noon - 1000 }).close()
    const cut = open(at.dir)
    const [{ play_id: playId }] = cut.store.db
      .prepare<[], { play_id: string }>(
        'SELECT k.play_id FROM plays p JOIN play_keys k ON k.id = p.id WHERE p.track_id = 3',
      )
      .all() as [{ play_id: string }]
    const erasing = erasingOf(cut.store.db)
    erasing.begin()
    erasing.ownPage(0, 100)
    erasing.end()
    await cut.close()
    expect(everyByte(at.dir).includes(playId)).toBe(true)
    const next = await home(at.dir)
    expect(everyByte(at.dir).includes(playId)).toBe(false)
    expect(learned(next.store)).toHaveLength(4)
  })

  it('leaves no byte in the log beside the database either while somebody else reads', async () => {
    const at = await evening()
    const [{ play_id: playId }] = at.store.db
      .prepare<[], { play_id: string }>(
        'SELECT k.play_id FROM plays p JOIN play_keys k ON k.id = p.id WHERE p.track_id = 3',
      )
      .all() as [{ play_id: string }]
    await at.ask('forgetting.forget', { kind: 'artist', id: artist(2) })
    const reader = connect(at.store.file, { readonly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM plays').get()
    const erased = at.ask('forgetting.erase', undefined)
    const stop = setInterval(() => reader.open && reader.close(), 400)
    await erased
    clearInterval(stop)
    expect(everyByte(at.dir).includes(playId)).toBe(false)
  })

  it('keeps the fresh backup and no older one, also where the clock was set back since', async () => {
    const at = await evening()
    await at.leave()
    await open(at.dir, { now: () => noon + 99 * hour }).close()
    takeBackup(join(at.dir, 'dwell.db'), at.dir, noon + 99 * hour)
    const next = await home(at.dir)
    const [{ play_id: playId }] = next.store.db
      .prepare<[], { play_id: string }>(
        'SELECT k.play_id FROM plays p JOIN play_keys k ON k.id = p.id WHERE p.track_id = 3',
      )
      .all() as [{ play_id: string }]
    await next.ask('forgetting.forget', { kind: 'artist', id: artist(2) })
    await next.ask('forgetting.erase', undefined)
    expect(everyByte(at.dir).includes(playId)).toBe(false)
    expect(listBackups(at.dir)).toHaveLength(1)
  })

  it('takes nothing that is forgotten while an erasing that was cut off waits to go on', async () => {
    const at = await evening()
    await at.ask('forgetting.forget', { kind: 'track', id: track(1) })
    at.store.db.exec('UPDATE forgets SET erasing = 1')
    await expect(at.ask('forgetting.forget', { kind: 'track', id: track(2) })).rejects.toMatchObject({
      code: 'unsupported',
    })
    await at.leave()
    const next = await home(at.dir)
    expect(learned(next.store).map(play => play.track_id)).toEqual([2, 3, 2])
  })

  it('leaves a line that was removed and brought back where it is, and the others away for good', async () => {
    const at = await evening()
    const line = (id: string) =>
      at.history.forgetBelief({ id, strength: 1, kind: 'specialist', likeness: 0.5 } as never)
    const removed = removedBeliefs(at.store.db)
    const [back, away] = [line('albumListener'), line('specialist')]
    removed.remove('albumListener', back)
    removed.remove('specialist', away)
    await at.ask('forgetting.undo', { id: back })
    expect([...removed.all()]).toEqual(['specialist'])
    await at.ask('forgetting.forget', { kind: 'track', id: track(1) })
    await at.ask('forgetting.erase', undefined)
    expect([...removed.all()]).toEqual(['specialist'])
    // The numbers of forgettings are given again.
    for (let n = 0; n < 3; n++) await at.ask('forgetting.undo', { id: line('newFinds') })
    expect([...removed.all()]).toEqual(['specialist'])
  })

  it('takes the models that learned from it where everything is erased', async () => {
    const at = await evening()
    const models = learningModels(at.store.db)
    const facts = {
      kind: 'vectors',
      name: 'x',
      madeAt: noon,
      ms: 1,
      backend: 'wasm',
      codeVersion: 1,
      metrics: '{}',
    } as const
    models.writePart(1, 0, Uint8Array.of(1))
    models.writePart(2, 0, Uint8Array.of(2))
    models.finish(
      [
        { ...facts, id: 1, plays: 0, state: 'older' },
        { ...facts, id: 2, plays: 5, state: 'in-use' },
      ],
      [],
      null,
      3,
    )
    maps(at.store.db).lay({ modelId: 2, madeAt: noon, ids: Int32Array.of(1), places: Float32Array.of(0, 0) })
    await at.ask('forgetting.forget', { kind: 'track', id: track(1) })
    await at.ask('forgetting.erase', undefined)
    expect(models.all()).toHaveLength(2)
    await at.ask('forgetting.forget', { kind: 'everything' })
    await at.ask('forgetting.erase', undefined)
    expect(models.all().map(({ id }) => id)).toEqual([1])
    expect(models.bytes(2)).toHaveLength(0)
    expect(maps(at.store.db).head()).toBeNull()
  })

  it('has nothing to do when nothing was forgotten', async () => {
    const at = await evening()
    expect(await at.ask('forgetting.erase', undefined)).toEqual({ plays: 0 })
    expect(learned(at.store)).toHaveLength(5)
  })
})

describe('an export', () => {
  it('is all that is remembered, own and brought along, in both formats', async () => {
    const at = await evening()
    const path = at.file(
      'endsong_0.json',
      JSON.stringify([spotify({ artist: 'Some, One', title: 'Say "Hi"', at: noon - 50 * hour, ms: 90_000 })]),
    )
    await at.ask('history.import', { previewId: (await at.ask('history.preview', { path })).previewId })
    await at.ask('forgetting.forget', { kind: 'track', id: track(1) })
    const csv = join(at.dir, 'out.csv')
    expect(await at.ask('history.exportTo', { path: csv, format: 'csv' })).toEqual({ fileName: 'out.csv', plays: 4 })
    const [head, first, ...rest] = readFileSync(csv, 'utf8').trimEnd().split('\r\n')
    expect(head).toBe(
      'started_at,ended_at,artist,title,album,duration_ms,heard_ms,origin,ended_by,outcome,stayed,source',
    )
    expect(first).toMatch(/^2026-.*,"Some, One","Say ""Hi""",,90000,90000,hand,finished,TP,true,spotify$/)
    expect(rest).toHaveLength(3)
    const json = join(at.dir, 'out.json')
    await at.ask('history.exportTo', { path: json, format: 'json' })
    const { plays } = JSON.parse(readFileSync(json, 'utf8'))
    expect(plays).toHaveLength(4)
    expect(plays[0]).toMatchObject({ artist: 'Some, One', heard_ms: 90_000, stayed: true, source: 'spotify' })
    await expect(at.ask('history.exportTo', { path: '/nowhere/out.csv', format: 'csv' })).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/^“out\.csv” cannot be written/),
    })
    // Where a folder stands it cannot be put; the whole log is not left lying beside it.
    mkdirSync(join(at.dir, 'folder.csv', 'full'), { recursive: true })
    await expect(at.ask('history.exportTo', { path: join(at.dir, 'folder.csv'), format: 'csv' })).rejects.toThrow()
    expect(readdirSync(at.dir).filter(name => name.endsWith('.part'))).toEqual([])
    expect(readdirSync(at.dir).filter(name => name.endsWith('.part'))).toEqual([])
  })
})
