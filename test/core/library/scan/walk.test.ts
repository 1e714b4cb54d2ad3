// What a walk finds in folders as they really are: links, odd names, pipes, forbidden places.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { childPath, folderPath, inside } from '../../../../main/core/library/scan/paths.ts'
import { type FoundFolder, type WalkRequest, walk } from '../../../../main/core/library/scan/walk.ts'
import { walkInWorker, walkWorker } from '../../../../main/core/library/scan/walker.ts'
import { needsLinux, needsNoRoot, needsPosix } from '../../../needs.ts'

let place = ''
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'dwell-walk-')))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

function put(path: string, text = 'x'): void {
  mkdirSync(dirname(join(place, path)), { recursive: true })
  writeFileSync(join(place, path), text)
}

function found(request: Partial<WalkRequest> = {}): readonly FoundFolder[] {
  return [...walk({ root: join(place, 'music'), starts: null, elsewhere: [], ...request })]
}

function names(request: Partial<WalkRequest> = {}): readonly string[] {
  return found(request)
    .flatMap(folder => folder.names.map(name => inside(folder.folder, name)))
    .sort()
}

const _posix = process.platform !== 'win32'
/** Permissions and odd bytes say nothing to root, or to Windows. */
const _asRoot = process.getuid?.() === 0

describe('a walk', () => {
  it('lists audio files by their ending, with sizes and times, and nothing else', () => {
    put('music/a/One.mp3', '12345')
    put('music/a/TWO.FLAC')
    put('music/a/cover.jpg')
    put('music/a/notes.txt')
    put('music/.hidden/three.mp3')
    put('music/a/.four.mp3')
    put('music/a/._One.mp3')
    put('music/$RECYCLE.BIN/five.mp3')
    expect(names()).toEqual(['a/One.mp3', 'a/TWO.FLAC'])
    const folder = found().find(one => one.folder === 'a')
    expect(folder?.sizes[folder.names.indexOf('One.mp3')]).toBe(5)
    expect(folder?.cover).toMatchObject({ name: 'cover.jpg', size: 1 })
  })

  it('takes names of any script in the spelling of the disk, composed and decomposed', () => {
    const decomposed = '한국어 노래'.normalize('NFD')
    put(`music/${decomposed}/Björk – Jóga.mp3`)
    put('music/東京/曲.ogg')
    put('music/Björk – Jóga.mp3'.normalize('NFD'))
    expect(names()).toEqual(
      [`${decomposed}/Björk – Jóga.mp3`, 'Björk – Jóga.mp3'.normalize('NFD'), '東京/曲.ogg'].sort(),
    )
  })

  it('takes names of 255 bytes', () => {
    const name = `${'가'.repeat(83)}ab.mp3`
    expect(Buffer.byteLength(name)).toBe(255)
    put(`music/${name}`)
    expect(names()).toEqual([name])
  })

  it(
    'keeps the bytes of names that are no valid UTF-8 beside a readable name (only Linux has them)',
    needsLinux,
    () => {
      mkdirSync(join(place, 'music'))
      const folder = Buffer.concat([Buffer.from(join(place, 'music/')), Buffer.from([0x63, 0xe9])])
      mkdirSync(folder)
      const file = Buffer.concat([folder, Buffer.from('/'), Buffer.from([0xff, 0xfe]), Buffer.from('.mp3')])
      writeFileSync(file, 'abc')
      writeFileSync(Buffer.concat([folder, Buffer.from('/plain.mp3')]), 'abcd')
      const inner = found().find(one => one.names.length > 0)
      expect(inner?.folder).toMatch(/^c\ufffd~[0-9a-f]{8}$/)
      expect(inner?.names.some(name => /^\ufffd\ufffd~[0-9a-f]{8}\.mp3$/.test(name))).toBe(true)
      const paths = inner?.names.map((name, i) =>
        childPath(folderPath(join(place, 'music'), inner.folder, inner.raw), name, inner.rawNames?.[i] ?? null),
      )
      expect(paths?.some(path => Buffer.isBuffer(path) && path.equals(file))).toBe(true)
      expect(inner?.sizes.toSorted()).toEqual([3, 4])
    },
  )

  it('takes ten thousand files in one folder, a thousand at a time', () => {
    mkdirSync(join(place, 'music'))
    for (let i = 0; i < 10_000; i++) writeFileSync(join(place, 'music', `${i}.mp3`), '')
    const parts = found()
    expect(parts).toHaveLength(10)
    expect(new Set(parts.flatMap(part => part.names)).size).toBe(10_000)
  })

  it('takes a file of two gigabytes without reading it', () => {
    put('music/huge.wav', '')
    truncateSync(join(place, 'music/huge.wav'), 2 ** 31)
    expect(found()[0]?.sizes).toEqual([2 ** 31])
  })

  it('passes over pipes and sockets called music (Windows has none)', needsPosix, () => {
    put('music/real.mp3')
    execFileSync('mkfifo', [join(place, 'music/pipe.mp3')])
    symlinkSync(join(place, 'music/pipe.mp3'), join(place, 'music/link to pipe.mp3'))
    expect(names()).toEqual(['real.mp3'])
  })

  it('lists only what it is asked to: a folder with or without what is below', () => {
    put('music/a/1.mp3')
    put('music/a/deep/2.mp3')
    put('music/b/3.mp3')
    expect(names({ starts: [{ folder: 'a', raw: null, deep: true }] })).toEqual(['a/1.mp3', 'a/deep/2.mp3'])
    expect(names({ starts: [{ folder: 'a', raw: null, deep: false }] })).toEqual(['a/1.mp3'])
    expect(names({ starts: [{ folder: 'gone', raw: null, deep: true }] })).toEqual([])
  })

  it('says that a root is missing', () => {
    expect(() => found({ root: join(place, 'nowhere') })).toThrow(expect.objectContaining({ code: 'root-missing' }))
    put('file.mp3')
    expect(() => found({ root: join(place, 'file.mp3') })).toThrow(expect.objectContaining({ code: 'root-missing' }))
  })

  it('reports a folder that it may not list (root may list everything)', needsNoRoot, () => {
    put('music/open/1.mp3')
    put('music/closed/2.mp3')
    chmodSync(join(place, 'music/closed'), 0)
    const closed = found().find(one => one.folder === 'closed')
    chmodSync(join(place, 'music/closed'), 0o755)
    expect(closed?.error).toContain('EACCES')
    expect(names()).toContain('open/1.mp3')
  })
})

describe('links (on Windows making one takes a right that tests do not have)', needsPosix, () => {
  const link = (target: string, path: string) => {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    symlinkSync(join(place, target), join(place, path))
  }

  it('that go round in circles end', () => {
    put('music/a/1.mp3')
    link('music', 'music/a/up')
    link('music/a', 'music/a/self')
    link('music/loop', 'music/loop')
    symlinkSync(place, join(place, 'music/around'))
    expect(names()).toEqual(['a/1.mp3'])
  })

  it('to a folder outside are followed, once', () => {
    put('elsewhere/x/1.mp3')
    put('music/own.mp3')
    link('elsewhere', 'music/b link')
    link('elsewhere', 'music/a link')
    link('elsewhere/x', 'music/c link')
    expect(names()).toEqual(['a link/x/1.mp3', 'own.mp3'])
  })

  it('to a file count once, and not at all when the file is found by itself', () => {
    put('elsewhere/1.mp3')
    put('music/real.mp3')
    link('elsewhere/1.mp3', 'music/p.mp3')
    link('elsewhere/1.mp3', 'music/q.mp3')
    link('music/real.mp3', 'music/again.mp3')
    link('nothing.mp3', 'music/dangling.mp3')
    expect(names()).toEqual(['p.mp3', 'real.mp3'])
  })

  it('into another root lead nowhere new', () => {
    put('other/1.mp3')
    link('other', 'music/link')
    expect(names({ elsewhere: [join(place, 'other')] })).toEqual([])
    expect(names()).toEqual(['link/1.mp3'])
  })

  it('into a hidden folder of the root are followed: nothing else finds it', () => {
    put('music/.cache/1.mp3')
    link('music/.cache', 'music/shown')
    expect(names()).toEqual(['shown/1.mp3'])
  })

  it('that are hard are files like any other', () => {
    put('music/1.mp3')
    linkSync(join(place, 'music/1.mp3'), join(place, 'music/2.mp3'))
    expect(names()).toEqual(['1.mp3', '2.mp3'])
  })

  it('may be the root itself', () => {
    put('real/1.mp3')
    symlinkSync(join(place, 'real'), join(place, 'music'))
    expect(names()).toEqual(['1.mp3'])
  })
})

describe('a walk in a worker', () => {
  const walkAside = walkInWorker(walkWorker)

  it('finds what a walk here finds', async () => {
    for (let i = 0; i < 30; i++) put(`music/${i % 5}/${i}.mp3`)
    const aside: FoundFolder[] = []
    for await (const batch of walkAside(
      { root: join(place, 'music'), starts: null, elsewhere: [] },
      new AbortController().signal,
    ))
      aside.push(...batch)
    expect(aside).toEqual(found())
  })

  it('says what went wrong in the same words', async () => {
    const walking = async () => {
      for await (const _ of walkAside(
        { root: join(place, 'no'), starts: null, elsewhere: [] },
        new AbortController().signal,
      ));
    }
    await expect(walking()).rejects.toMatchObject({ code: 'root-missing' })
  })

  it('stops when it is told to', async () => {
    mkdirSync(join(place, 'music'))
    for (let i = 0; i < 3000; i++) writeFileSync(join(place, 'music', `${i}.mp3`), '')
    expect(readdirSync(join(place, 'music'))).toHaveLength(3000)
    const stop = new AbortController()
    const walking = async () => {
      for await (const _ of walkAside({ root: join(place, 'music'), starts: null, elsewhere: [] }, stop.signal))
        stop.abort()
    }
    await expect(walking()).rejects.toMatchObject({ code: 'cancelled' })
  })
})
