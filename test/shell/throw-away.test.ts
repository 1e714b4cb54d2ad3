// The demonstration leaves nothing behind.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeThrowAway, throwAway } from '../../main/shell/throw-away.ts'
import { needsPosix } from '../needs.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'dwell-parent-'))
})
afterEach(() => {
  rmSync(parent, { recursive: true, force: true })
})

describe('a folder for one run', () => {
  it('goes with the run', () => {
    const folder = makeThrowAway(parent)
    writeFileSync(join(folder, 'history.db'), 'x')
    throwAway([folder], 'win32')
    expect(existsSync(folder)).toBe(false)
  })

  it('of a run that was killed goes when the next one starts, and nobody else’s does', () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid
    for (const name of [`dwell-once-${ended}-abc`, `dwell-once-${process.pid}-abc`, 'dwell-once-notes', 'music'])
      mkdirSync(join(parent, name))
    const made = makeThrowAway(parent)
    expect(
      readdirSync(parent)
        .map(name => join(parent, name))
        .toSorted(),
    ).toEqual(
      [
        join(parent, `dwell-once-${process.pid}-abc`),
        join(parent, 'dwell-once-notes'),
        join(parent, 'music'),
        made,
      ].toSorted(),
    )
  })

  // The shell that waits is a POSIX one.
  it('goes again after the process, which may write to it to the last', needsPosix, async () => {
    const folder = makeThrowAway(parent)
    const script = `import { throwAway } from ${JSON.stringify(new URL('../../main/shell/throw-away.ts', import.meta.url).href)}
      import { mkdirSync } from 'node:fs'
      throwAway([${JSON.stringify(folder)}])
      mkdirSync(${JSON.stringify(join(folder, 'written-late'))}, { recursive: true })`
    const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' })
    expect(run.status, run.stderr).toBe(0)
    await expect.poll(() => existsSync(folder)).toBe(false)
  })
})
