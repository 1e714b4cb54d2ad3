// A scan from a listener's side: fast when nothing changed, honest about what failed, and safe to stop or lose at any moment.
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { needsNoRoot } from '../../../needs.ts'
import { House, taggedOf } from './pretend.ts'

let house: House
beforeEach(() => {
  house = new House()
  house.addRoot()
})
afterEach(() => house.close())

const fill = (songs: number) => {
  for (let i = 1; i <= songs; i++)
    house.put(`Artist ${i % 7}/Record ${i % 20}/${i}.mp3`, {
      title: `Song ${i}`,
      artist: `Artist ${i % 7}`,
      track: i,
      sound: `${i}`,
    })
}

describe('a scan', () => {
  it('reads each file once, and nothing again while nothing changes', async () => {
    fill(50)
    await house.scan()
    expect(house.pool.asked).toHaveLength(50)
    const outcome = await house.scan()
    expect(house.pool.asked).toEqual([])
    expect(outcome.counts).toMatchObject({ found: 50, done: 50, read: 0, failed: 0 })
  })

  it('reads again what has another size or another time', async () => {
    fill(5)
    await house.scan()
    house.put('Artist 3/Record 3/3.mp3', { title: 'Song 3!', artist: 'Artist 3', track: 3, sound: '3' })
    await house.scan()
    expect(house.pool.asked).toEqual([house.path('Artist 3/Record 3/3.mp3')])
  })

  it('lists what cannot be read with its reason, and reads it again only when it has changed', async () => {
    house.put('empty.mp3', '')
    house.put('a picture.mp3', 'JFIF…')
    house.put('fine.mp3', { title: 'Fine' })
    const outcome = await house.scan()
    expect(outcome.counts).toMatchObject({ found: 3, done: 3, failed: 2 })
    expect(
      house.writer.tables.files
        .failures(10)
        .map(({ name, code }) => [name, code])
        .sort(),
    ).toEqual([
      ['a picture.mp3', 'file-not-audio'],
      ['empty.mp3', 'file-empty'],
    ])
    const again = await house.scan()
    expect(house.pool.asked).toEqual([])
    expect(again.counts.failed).toBe(2)
    house.put('empty.mp3', { title: 'Filled' })
    await house.scan()
    expect(house.writer.tables.files.failures(10).map(({ name }) => name)).toEqual(['a picture.mp3'])
    expect(house.track(house.trackAt('empty.mp3'))).toMatchObject({ title: 'Filled' })
  })

  it('tries a file that could not be opened again at every scan', async () => {
    house.put('locked.mp3', { title: 'Locked' })
    let locked = true
    const read = house.pool.read
    house.pool.read = async batch =>
      (await read(batch)).map(reading => (locked ? { ok: false, code: 'file-unreadable', message: 'No.' } : reading))
    await house.scan()
    expect(house.writer.tables.files.failures(10)).toHaveLength(1)
    locked = false
    await house.scan()
    expect(house.writer.tables.files.failures(10)).toEqual([])
    expect(house.track(house.trackAt('locked.mp3'))).toMatchObject({ title: 'Locked', available: 1 })
  })

  it('keeps the track of a file that breaks later, out of reach until it is mended', async () => {
    house.put('song.mp3', { title: 'Song' })
    await house.scan()
    const id = house.trackAt('song.mp3')
    house.put('song.mp3', 'half of')
    await house.scan()
    expect(house.track(id)).toMatchObject({ title: 'Song', available: 0, listed: 1 })
    house.put('song.mp3', { title: 'Song' })
    await house.scan()
    expect(house.trackAt('song.mp3')).toBe(id)
    expect(house.track(id)).toMatchObject({ available: 1 })
  })

  it('takes files that vanish before they are read as missing, not as broken', async () => {
    fill(6)
    await house.scan()
    house.put('new.mp3', { title: 'New' })
    house.put('Artist 3/Record 3/3.mp3', { title: 'Changed', artist: 'Artist 3' })
    house.pool.before = path => {
      if (existsSync(path)) rmSync(path)
    }
    const outcome = await house.scan()
    expect(outcome.counts.failed).toBe(0)
    expect(house.count('SELECT count(*) FROM files WHERE error_code IS NOT NULL')).toBe(0)
    expect(house.count('SELECT count(*) FROM files')).toBe(6)
    expect(house.count('SELECT count(*) FROM files WHERE present = 1')).toBe(5)
  })

  it('takes ten thousand copies of one untagged file in one folder as one track', async () => {
    const text = JSON.stringify({ title: null, artist: null, album: null, albumArtist: null, sound: 'silence' })
    house.put('0.mp3', text)
    for (let i = 1; i < 10_000; i++) writeFileSync(house.path(`${i}.mp3`), text)
    await house.scan()
    expect(house.count('SELECT count(*) FROM files')).toBe(10_000)
    expect(house.count('SELECT count(*) FROM tracks')).toBe(1)
  })

  it('takes ten thousand different files in one folder', async () => {
    for (let i = 0; i < 10_000; i++)
      writeFileSync(house.path(`${i}.mp3`), JSON.stringify({ title: `Song ${i}`, sound: `${i}` }))
    await house.scan()
    expect(house.count('SELECT count(*) FROM tracks')).toBe(10_000)
    expect(house.count('SELECT count(*) FROM albums')).toBe(1)
  })

  it('has committed its first tracks long before the last file is read', async () => {
    fill(1000)
    let seen = 0
    house.pool.before = async () => {
      if (house.pool.asked.length === 900) seen = house.count('SELECT count(*) FROM tracks')
      await turn()
    }
    await house.scan()
    expect(seen).toBeGreaterThan(0)
    expect(house.count('SELECT count(*) FROM tracks')).toBe(1000)
  })

  it('never holds up the core for longer than a commit', async () => {
    fill(1500)
    await house.scan()
    let turns = 0
    let running = true
    const counting = (async () => {
      while (running) {
        await turn()
        turns++
      }
    })()
    for (let i = 1; i <= 1500; i++)
      house.put(`Artist ${i % 7}/Record ${i % 20}/${i}.mp3`, {
        title: `Song ${i} again`,
        artist: `Artist ${i % 7}`,
        track: i,
        sound: `${i}`,
      })
    turns = 0
    await house.scan()
    running = false
    await counting
    // 1,500 changed rows are dozens of commits: others had their turn between them.
    expect(turns).toBeGreaterThan(20)
  })
})

describe('a scan that is cancelled', () => {
  it('leaves what it committed, in order, and the next one finds the rest', async () => {
    fill(400)
    const stop = new AbortController()
    house.pool.before = async () => {
      if (house.pool.asked.length === 200) stop.abort()
      await turn()
    }
    await expect(house.scan(house.roots(), { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' })
    const kept = house.count('SELECT count(*) FROM tracks')
    expect(kept).toBeLessThan(400)
    expect(house.count('SELECT count(*) FROM tracks WHERE id NOT IN (SELECT track_id FROM files)')).toBe(0)
    expect(house.count('SELECT count(*) FROM search_docs WHERE kind = 1')).toBe(kept)
    expect(house.count('PRAGMA foreign_key_check')).toBeNaN()
    house.pool.before = () => undefined
    await house.scan()
    expect(house.count('SELECT count(*) FROM tracks')).toBe(400)
    expect(house.pool.asked).toHaveLength(400 - kept)
  })

  it('believes nothing missing', async () => {
    fill(40)
    await house.scan()
    const shelf = house.shelf()
    house.remove('Artist 3')
    house.put('new.mp3', { title: 'New' })
    const stop = new AbortController()
    house.pool.before = () => stop.abort()
    await expect(house.scan(house.roots(), { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' })
    expect(house.shelf()).toEqual(shelf)
  })

  it('before it begins does nothing', async () => {
    fill(3)
    await expect(house.scan(house.roots(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(house.count('SELECT count(*) FROM files')).toBe(0)
  })
})

describe('folders that cannot be listed', () => {
  it('keep what is known of them, and are reported until they can be', async () => {
    house.put('open/1.mp3', { title: 'One' })
    house.put('closed/2.mp3', { title: 'Two' })
    house.put('closed/below/3.mp3', { title: 'Three' })
    await house.scan()
    const shelf = house.shelf()
    const walk = house.walk
    // As a folder without permission looks to a walk: root may list everything, so a test cannot make one.
    house.walk = async function* shut(request, signal) {
      for await (const batch of walk(request, signal))
        for (const folder of batch)
          if (folder.folder === 'closed')
            yield [{ ...folder, names: [], sizes: [], mtimes: [], error: 'No permission (EACCES).' }]
          else if (!folder.folder.startsWith('closed')) yield [folder]
    }
    await house.scan()
    expect(house.shelf()).toEqual(shelf)
    expect(house.writer.tables.files.failures(10)).toEqual([
      expect.objectContaining({
        folder: 'closed',
        name: '',
        code: 'file-unreadable',
        message: 'No permission (EACCES).',
      }),
    ])
    house.walk = walk
    await house.scan()
    expect(house.writer.tables.files.failures(10)).toEqual([])
  })

  it('for want of permission (root may list everything)', needsNoRoot, async () => {
    house.put('closed/1.mp3', { title: 'One' })
    chmodSync(house.path('closed'), 0)
    await house.scan()
    chmodSync(house.path('closed'), 0o755)
    expect(house.writer.tables.files.failures(10)).toHaveLength(1)
  })
})

describe('part of a root', () => {
  it('can be scanned alone: what is new, changed or gone in it, and nothing else', async () => {
    const [root] = house.roots()
    house.put('a/1.mp3', { title: 'One' })
    house.put('a/deep/2.mp3', { title: 'Two' })
    house.put('b/3.mp3', { title: 'Three' })
    await house.scan()
    house.put('a/4.mp3', { title: 'Four' })
    house.remove('a/deep')
    house.put('b/5.mp3', { title: 'Five' })
    await house.scan([{ rootId: root?.rootId ?? 0, starts: [{ folder: 'a', raw: null, deep: true }] }])
    expect(Object.keys(house.shelf()).sort()).toEqual(['a/1.mp3', 'a/4.mp3', 'b/3.mp3'])
    await house.scan([{ rootId: root?.rootId ?? 0, starts: [{ folder: 'b', raw: null, deep: false }] }])
    expect(Object.keys(house.shelf()).sort()).toEqual(['a/1.mp3', 'a/4.mp3', 'b/3.mp3', 'b/5.mp3'])
  })

  it('finds a file that moved between two of its folders', async () => {
    const [root] = house.roots()
    house.put('a/1.mp3', { title: 'One' })
    house.put('b/2.mp3', { title: 'Two' })
    await house.scan()
    const id = house.trackAt('a/1.mp3')
    house.move('a/1.mp3', 'b/one.mp3')
    const starts = ['a', 'b'].map(folder => ({ folder, raw: null, deep: false }))
    await house.scan([{ rootId: root?.rootId ?? 0, starts }])
    expect(house.trackAt('b/one.mp3')).toBe(id)
    expect(house.count('SELECT count(*) FROM files')).toBe(2)
  })
})

describe('on the way', () => {
  it('counts never run ahead of what was found, and end where all is done', async () => {
    fill(120)
    house.put('bad.mp3', 'bad')
    const seen: string[] = []
    const outcome = await house.scan(house.roots(), {
      onProgress: ({ state, found, done, failed, toRead, read }) => {
        expect(done).toBeLessThanOrEqual(found)
        expect(read).toBeLessThanOrEqual(toRead)
        expect(failed).toBeLessThanOrEqual(done)
        if (seen.at(-1) !== state) seen.push(state)
      },
    })
    expect(seen.at(-1)).toBe('finishing')
    expect(outcome.counts).toMatchObject({ found: 121, done: 121, failed: 1, toRead: 121, read: 121 })
  })
})

it('a pretend song says what the real reader would', () => {
  expect(taggedOf({ sound: 'x' }).audioKey).toHaveLength(16)
})
