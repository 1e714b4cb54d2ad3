// The log that a listener is asked for when something went wrong.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog } from '../../main/shell/log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-log-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the log', () => {
  it('holds what happened, when and how bad it was', () => {
    const log = openLog({ folder: join(folder, 'logs'), now: () => Date.UTC(2026, 10, 1) })
    log.info('open')
    log.error('fell', { code: 9 })
    expect(readFileSync(log.file, 'utf8')).toBe(
      '2026-11-01T00:00:00.000Z info open\n2026-11-01T00:00:00.000Z error fell {"code":9}\n',
    )
  })

  it('says warnings and errors aloud as well', () => {
    const said: string[] = []
    const log = openLog({ folder, now: () => 0, aloud: line => said.push(line) })
    log.info('quiet')
    log.warn('loud')
    expect(said).toEqual(['1970-01-01T00:00:00.000Z warn loud'])
  })

  it('stays small however long Dwell is used', () => {
    const log = openLog({ folder, now: () => 0, mostBytes: 200, kept: 2 })
    for (let line = 0; line < 100; line += 1) log.info(`line ${line}`)
    expect(readFileSync(log.file, 'utf8').length).toBeLessThanOrEqual(260)
    expect(readFileSync(log.file, 'utf8')).toContain('line 99')
    expect(existsSync(join(folder, 'dwell.2.log'))).toBe(true)
    expect(existsSync(join(folder, 'dwell.3.log'))).toBe(false)
  })

  it('does not stop anything when it cannot be written', () => {
    const log = openLog({ folder: '/dev/null/logs', now: () => 0 })
    expect(() => log.info('lost')).not.toThrow()
  })
})
