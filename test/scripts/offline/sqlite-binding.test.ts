// The patched SQLite binding: exactly three places of a known binary change, and nothing unknown is ever touched.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cachedRegistryElectron } from '../../../scripts/offline/registry-electron.mjs'
import {
  askForExperimental,
  linuxPrebuild,
  needsPatchedBinding,
  patchedBinding,
} from '../../../scripts/offline/sqlite-binding.mjs'
import { root } from '../../../scripts/places.mjs'
import { needs } from '../../needs.ts'

const prebuild = readFileSync(linuxPrebuild)
const versionFunction = Buffer.from('f30f1efab80a000000c3', 'hex')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-binding-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const changedBytes = (a: Buffer, b: Buffer) => [...a.keys()].filter(at => a[at] !== b[at])

describe('the patched SQLite binding', () => {
  it('is for Electrons whose Node-API is older than 10', () => {
    expect(needsPatchedBinding('33.2.1')).toBe(true)
    expect(needsPatchedBinding('34.9.9')).toBe(true)
    expect(needsPatchedBinding('35.0.0')).toBe(false)
    expect(needsPatchedBinding('45.4.1')).toBe(false)
  })

  it('asks for experimental instead of version 10, lets go of deleting references, and is the same elsewhere', () => {
    const patched = askForExperimental(prebuild)
    const function10 = prebuild.indexOf(versionFunction)
    expect(patched.subarray(function10, function10 + 10).toString('hex')).toBe('f30f1efab8ffffff7fc3')
    const changed = changedBytes(prebuild, patched)
    expect(changed.filter(at => at >= function10 && at < function10 + 10)).toHaveLength(4)
    // The rest is the name and the version of one imported symbol: at most 4 + 2 bytes.
    expect(changed.length).toBeGreaterThan(4)
    expect(changed.length).toBeLessThanOrEqual(10)
  })

  it('leaves the installed binary as it is and is made once', () => {
    const env = { XDG_CACHE_HOME: folder }
    const copy = patchedBinding({ env })
    expect(copy.startsWith(folder)).toBe(true)
    expect(readFileSync(linuxPrebuild).equals(prebuild)).toBe(true)
    writeFileSync(copy, 'kept')
    expect(patchedBinding({ env })).toBe(copy)
    expect(readFileSync(copy, 'utf8')).toBe('kept')
  })

  it('refuses a binary whose function is another', () => {
    const other = Buffer.from(prebuild)
    other[other.indexOf(versionFunction) + 5] = 9
    expect(() => askForExperimental(other)).toThrow(/not the one that is known/)
  })

  it('refuses one that is patched already', () => {
    expect(() => askForExperimental(askForExperimental(prebuild))).toThrow(/not the one that is known/)
  })

  it('refuses what is no such binary: another platform, half a file, none at all', () => {
    const arm = readFileSync(join(root, 'node_modules/better-sqlite3/prebuilds/linux-arm64.node'))
    const mac = readFileSync(join(root, 'node_modules/better-sqlite3/prebuilds/darwin-x64.node'))
    expect(() => askForExperimental(arm)).toThrow(/SQLite binding/)
    expect(() => askForExperimental(mac)).toThrow(/no 64-bit ELF/)
    expect(() => askForExperimental(prebuild.subarray(0, 4096))).toThrow(/cut short/)
    expect(() => askForExperimental(Buffer.alloc(0))).toThrow(/no 64-bit ELF/)
  })

  // Only where the registry's Electron was fetched: elsewhere a current Electron runs the application, unpatched.
  const electron = cachedRegistryElectron()
  it(
    'survives the collection of ten thousand statements on Node 20',
    needs(electron !== null, 'the Electron of the registry was not fetched'),
    () => {
      const script = join(folder, 'collect.cjs')
      const better = JSON.stringify(join(root, 'node_modules/better-sqlite3'))
      writeFileSync(
        script,
        `const Database = require(${better})
       const db = new Database(':memory:', { nativeBinding: process.argv[2] })
       for (let i = 0; i < 10000; i += 1) {
         db.prepare('select @a' + i + ' as a').get({ ['a' + i]: i })
         for (const row of db.prepare('select 1').iterate()) if (!row) throw new Error('no row')
         if (i % 1000 === 0) global.gc()
       }
       global.gc()
       process.stdout.write(process.versions.node)`,
      )
      const binding = join(folder, 'patched.node')
      writeFileSync(binding, askForExperimental(prebuild))
      const output = execFileSync(join(electron ?? '', 'electron'), ['--expose-gc', script, binding], {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        encoding: 'utf8',
      })
      expect(output).toBe('20.18.1')
    },
  )
})
