// Each room sees the types of its own runtime and no other: a word of the wrong one does not compile.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../../scripts/places.mjs'

let house = ''

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'dwell-runtimes-'))
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
  writeFileSync(join(house, 'package.json'), '{"type":"module"}')
  writeFileSync(join(house, 'tsconfig.base.json'), readFileSync(join(root, 'tsconfig.base.json')))
})

afterAll(() => rmSync(house, { recursive: true, force: true }))

const foreign: readonly [room: string, word: string][] = [
  ['models', 'document.title'],
  ['models', 'process.pid'],
  ['preload/contract', 'window.name'],
  ['preload/contract', 'Buffer.alloc(1)'],
  ['main/core', 'document.title'],
  ['main/core', 'navigator.gpu'],
  ['renderer', 'process.pid'],
  ['renderer', 'Buffer.alloc(1)'],
  ['renderer', 'require("react")'],
]

it.each(foreign)('%s does not know %s', (room, word) => {
  const folder = join(house, room)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tsconfig.json'), readFileSync(join(root, room, 'tsconfig.json')))
  writeFileSync(join(folder, 'probe.ts'), `import 'react'\nexport const probe = ${word}\n`)
  const tsc = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--incremental', 'false'],
    {
      encoding: 'utf8',
    },
  )
  rmSync(join(folder, 'probe.ts'))
  const errors = tsc.stdout.split('\n').filter(line => /error TS/.test(line))
  expect(errors).toHaveLength(1)
  expect(errors[0]).toMatch(/Cannot find name|does not exist on type/)
})
