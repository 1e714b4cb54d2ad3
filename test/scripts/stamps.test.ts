// What is new enough is not made again: dependencies by the lock file, bundles by their sources.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alone } from '../../scripts/alone.mjs'
import { keepStamps, staleBundles } from '../../scripts/build-stamps.mjs'
import { agreesWithLock, dependencyStamp } from '../../scripts/dependencies.mjs'
import { completeLock, missingFromLock } from '../../scripts/offline/complete-lock.mjs'
import { root } from '../../scripts/places.mjs'
import { compareStamp } from '../../scripts/stamp.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-stamps-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

describe('a stamp of files', () => {
  it('is the same while nothing changes, and after a change of times only', () => {
    write('src/a.ts', 'one')
    const first = compareStamp(folder, ['src'], undefined)
    expect(first.same).toBe(false)
    expect(compareStamp(folder, ['src'], first.stamp)).toEqual({ same: true, stamp: first.stamp })
    utimesSync(join(folder, 'src/a.ts'), 1, 1)
    const touched = compareStamp(folder, ['src'], first.stamp)
    expect(touched.same).toBe(true)
    expect(touched.stamp.quick).not.toBe(first.stamp.quick)
  })

  it.each([
    ['changes', () => write('src/a.ts', 'two')],
    ['comes', () => write('src/deep/b.ts', '')],
    ['goes', () => rmSync(join(folder, 'src/a.ts'))],
  ])('is another when a file %s', (_, change) => {
    write('src/a.ts', 'one')
    const { stamp } = compareStamp(folder, ['src', 'absent'], undefined)
    change()
    expect(compareStamp(folder, ['src', 'absent'], stamp).same).toBe(false)
  })
})

describe('a bundle', () => {
  beforeEach(() => {
    for (const file of [
      'main/index.ts',
      'preload/index.ts',
      'renderer/index.html',
      'models/m.ts',
      'preload/contract/c.ts',
    ])
      write(file, file)
    for (const file of ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']) write(file, file)
    keepStamps(staleBundles(folder).stamps, folder)
  })

  it('is built again when its own sources change, alone', () => {
    expect(staleBundles(folder).stale).toEqual([])
    write('renderer/index.html', 'new')
    expect(staleBundles(folder).stale).toEqual(['renderer'])
    write('main/index.ts', 'new')
    expect(staleBundles(folder).stale).toEqual(['main', 'renderer'])
  })

  it('is built again when what all share changes: the contract, the models, the packages', () => {
    write('preload/contract/c.ts', 'new')
    expect(staleBundles(folder).stale).toEqual(['main', 'preload', 'renderer'])
    keepStamps(staleBundles(folder).stamps, folder)
    write('package-lock.json', '{}')
    expect(staleBundles(folder).stale).toEqual(['main', 'preload', 'renderer'])
  })

  it('is built again when it is gone, and is not asked for where its room is not', () => {
    rmSync(join(folder, 'out/preload'), { recursive: true })
    expect(staleBundles(folder).stale).toEqual(['preload'])
    rmSync(join(folder, 'preload/index.ts'))
    expect(staleBundles(folder).stale).toEqual([])
  })
})

describe('installed dependencies', () => {
  const lock = (packages: Record<string, object>) => JSON.stringify({ packages: { '': {}, ...packages } })
  const install = (path: string) => write(`${path}/package.json`, '{}')

  it('are another set on another platform', () => {
    expect(dependencyStamp(Buffer.from('x'), 'linux-x64')).not.toBe(dependencyStamp(Buffer.from('x'), 'darwin-arm64'))
  })

  it('agree with the lock file when every package is there in its version, and optional ones may be absent', () => {
    write(
      'package-lock.json',
      lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/o': { version: '2.0.0', optional: true } }),
    )
    expect(agreesWithLock(folder)).toBe(false)
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }))
    expect(agreesWithLock(folder)).toBe(false)
    install('node_modules/a')
    expect(agreesWithLock(folder)).toBe(true)
    // npm says it installed an optional package whose folder was removed since.
    write(
      'node_modules/.package-lock.json',
      lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/o': { version: '2.0.0', optional: true } }),
    )
    expect(agreesWithLock(folder)).toBe(true)
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.1' } }))
    expect(agreesWithLock(folder)).toBe(false)
  })

  it('are installed by one run at a time, also after one that was killed', async () => {
    const file = join(folder, 'installing')
    const order: string[] = []
    const work = (name: string) => async () => {
      order.push(`${name} begins`)
      await new Promise(resolve => setImmediate(resolve))
      order.push(`${name} ends`)
    }
    await Promise.all([alone(file, work('first')), alone(file, work('second'))])
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
    // No process has this id: 2^22 is the most that Linux gives.
    writeFileSync(file, String(2 ** 22 + 1))
    await alone(file, work('third'))
    expect(order.at(-1)).toBe('third ends')
  })
})

describe('the lock file', () => {
  it("names every platform's packages, so that npm ci accepts it anywhere (else: node scripts/offline/complete-lock.mjs)", () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    expect(missingFromLock(lock)).toEqual([])
  })

  it('is completed from the names of the packages that are missing', () => {
    const lock = {
      packages: {
        'node_modules/tool': {
          version: '1.0.0',
          dev: true,
          optionalDependencies: {
            '@tool/linux-x64-musl': '1.0.0',
            '@tool/darwin-arm64': '1.0.0',
            '@tool/linux-x64-gnu': '1.0.0',
          },
        },
        'node_modules/@tool/linux-x64-gnu': { version: '1.0.0' },
      },
    }
    const { packages } = completeLock(lock)
    expect(packages['node_modules/@tool/linux-x64-musl']).toEqual({
      version: '1.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    })
    expect(packages['node_modules/@tool/darwin-arm64']).toMatchObject({ os: ['darwin'], cpu: ['arm64'] })
    expect(packages['node_modules/@tool/linux-x64-gnu']).toEqual({ version: '1.0.0' })
  })
})
