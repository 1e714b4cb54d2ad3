// Every whole and broken file of the test media ends in time, with a reading or a reason.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTagPool } from '../../../../main/core/library/tags/pool.ts'
import { errorCodes } from '../../../../preload/contract/errors.ts'
import { mediaArchives, needsMedia } from '../../../fixtures/audio/tools.ts'

const archives = mediaArchives()

// The test media lie beside the project for measuring and are never copied into it.
describe('the test media', needsMedia, () => {
  let media: string
  beforeAll(() => {
    media = mkdtempSync(join(tmpdir(), 'dwell-media-'))
    for (const archive of archives) execFileSync('tar', ['xzf', archive, '-C', media])
  })
  afterAll(() => rmSync(media, { recursive: true, force: true }))

  it('are all read or refused with a reason, none too slow', async () => {
    const files = readdirSync(media, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
    expect(files.length).toBeGreaterThan(250)
    const pool = createTagPool({ entry: new URL('../../../../main/core/library/tag-worker.ts', import.meta.url) })
    const readings = await pool.read(files.map(path => ({ path })))
    await pool.close()
    expect(readings).toHaveLength(files.length)
    for (const [i, reading] of readings.entries()) {
      if (reading.ok) {
        expect(reading.durationMs, files[i]).toBeGreaterThanOrEqual(0)
        expect(reading.playable, files[i]).toBe(reading.unplayableReason === null)
      } else {
        expect(errorCodes, files[i]).toContain(reading.code)
        expect(reading.code, files[i]).not.toBe('file-too-slow')
        expect(reading.message, files[i]).not.toBe('')
      }
    }
    expect(readings.filter(reading => reading.ok).length).toBeGreaterThan(files.length * 0.93)
  })
})
