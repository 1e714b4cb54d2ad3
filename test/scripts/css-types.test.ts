// A class that a stylesheet has not is a type error: shown by the compiler itself on a made page.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCssTypes } from '../../scripts/css-types.mjs'
import { root } from '../../scripts/places.mjs'

let house = ''
const write = (path: string, text: string) => writeFileSync(join(house, path), text)
const make = () => writeCssTypes({ from: join(house, 'page'), to: join(house, 'types') })

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'dwell-css-'))
  mkdirSync(join(house, 'page'))
  const compilerOptions = {
    strict: true,
    noEmit: true,
    lib: ['ES2023'],
    module: 'preserve',
    rootDirs: ['page', 'types'],
    types: [],
  }
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['page'] }))
  write('page/a.module.css', '.row { color: red }\n.row .dark-side, .row[data-on] > .knob { color: blue }\n')
})

afterEach(() => rmSync(house, { recursive: true, force: true }))

describe('the types of a stylesheet', () => {
  it('name its classes and no other, says the compiler', async () => {
    await make()
    write(
      'page/a.ts',
      "import styles from './a.module.css'\nexport const right: string = styles.row + styles['dark-side'] + styles.knob\nexport const wrong = styles.rwo\n",
    )
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', house], { encoding: 'utf8' })
    expect(stdout.match(/error TS.*/g)).toEqual([expect.stringContaining("Property 'rwo' does not exist")])
  })

  it('follow it when a class comes and when the stylesheet goes', async () => {
    await make()
    write('page/a.module.css', '.line { color: red }\n')
    await make()
    const types = join(house, 'types/a.module.css.d.ts')
    expect(readFileSync(types, 'utf8')).toContain('"line"')
    expect(readFileSync(types, 'utf8')).not.toContain('"row"')
    rmSync(join(house, 'page/a.module.css'))
    await make()
    expect(existsSync(types)).toBe(false)
  })
})
