// Backups: whole and verified, few by age, taken while the core goes on.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assertSound,
  backupDir,
  listBackups,
  pruneBackups,
  takeBackup,
  toKeep,
} from '../../../main/core/store/backup.ts'
import { connect } from '../../../main/core/store/connect.ts'
import { whatIsDue } from '../../../main/core/store/keeper.ts'
import { addPlays, addTracks, count, dayMs, noon, open, temporaryFolder } from './profiles.ts'

describe('a backup', () => {
  it('is a whole database of that moment, while others go on writing', async () => {
    const dir = temporaryFolder()
    const { store, keep } = open(dir)
    addTracks(store.db, 100)
    addPlays(store.db, 10)
    await keep()
    addPlays(store.db, 5, 11)
    const [backup] = listBackups(dir)
    if (backup === undefined) throw new Error('no backup was taken')
    assertSound(backup.file)
    const copy = connect(backup.file, { readonly: true })
    expect([count(copy, 'tracks'), count(copy, 'events')]).toEqual([100, 30])
    copy.close()
  })

  it('is taken on the way out when there are new plays, and only then', async () => {
    const dir = temporaryFolder()
    let now = noon
    const session = async (work: (profile: ReturnType<typeof open>) => void) => {
      now += 1000
      const profile = open(dir, { now: () => now })
      work(profile)
      await profile.close()
      return listBackups(dir)[0]?.at
    }
    expect(await session(() => undefined)).toBeUndefined()
    const first = await session(({ store }) => {
      addTracks(store.db, 20)
      addPlays(store.db, 3)
    })
    expect(first).toBe(now)
    expect(await session(() => undefined)).toBe(first)
    expect(await session(({ store }) => addPlays(store.db, 1, 4))).toBe(now)
    expect(listBackups(dir).map(({ at }) => at)).toEqual([now, first])
  })

  it('that is damaged or cut off never gets its name', () => {
    const dir = temporaryFolder()
    const { store } = open(dir)
    writeFileSync(join(dir, 'other.db'), 'no database at all')
    expect(() => takeBackup(join(dir, 'other.db'), dir, noon)).toThrow('not a database')
    takeBackup(store.file, dir, noon)
    writeFileSync(join(backupDir(dir), 'dwell-2026-11-22T13-00-00Z.db.part'), 'cut off')
    pruneBackups(dir, noon)
    expect(readdirSync(backupDir(dir))).toEqual(['dwell-2026-11-22T12-00-00Z.db'])
  })

  it('leaves the core free: it goes on answering and writing while the backup is taken', async () => {
    const dir = temporaryFolder()
    const { store, keep } = open(dir)
    addTracks(store.db, 30_000)
    const write = store.db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('volume', ?)")
    let done = false
    const kept = keep().finally(() => {
      done = true
    })
    let turns = 0
    while (!done) {
      write.run(String(turns++))
      await nextTurn()
    }
    await kept
    expect(listBackups(dir)).toHaveLength(1)
    // Taken on this thread it would be one turn or two; the length of a turn is measured where nothing else runs.
    expect(turns).toBeGreaterThan(20)
  })
})

describe('which backups are kept', () => {
  it('is five at most, the newest always among them, and in time one of this week, of this month and of before', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(gaps, hours => {
        let kept: { at: number }[] = []
        let now = noon
        for (let n = 0; now < noon + 120 * dayMs; n++) {
          now += (hours[n % hours.length] ?? 1) * 3_600_000
          kept = [...toKeep([{ at: now }, ...kept], now)]
          expect(kept.length).toBeLessThanOrEqual(5)
          expect(kept[0]?.at).toBe(now)
        }
        const ages = kept.map(({ at }) => (now - at) / dayMs)
        // A span is empty for as long as the next one takes to grow into it.
        expect(ages.some(age => age >= 1 && age < 11)).toBe(true)
        expect(ages.some(age => age >= 7 && age < 45)).toBe(true)
        expect(ages.some(age => age >= 30)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('what the keeper does', () => {
  const facts = {
    now: noon,
    unclean: false,
    checkedAt: noon - 1000,
    backedUpAt: noon - 1000,
    newEvents: true,
    empty: false,
    plays: false,
  }

  it('is nothing more than once a day', () => {
    expect(whatIsDue(facts)).toEqual({ check: false, backup: false })
    expect(whatIsDue({ ...facts, now: noon + dayMs })).toEqual({ check: true, backup: true })
  })

  it('is a check after an unclean end, and a backup of new plays on the way out', () => {
    expect(whatIsDue({ ...facts, unclean: true })).toEqual({ check: true, backup: false })
    expect(whatIsDue({ ...facts, plays: true })).toEqual({ check: false, backup: true })
    expect(whatIsDue({ ...facts, plays: true, newEvents: false })).toEqual({ check: false, backup: false })
  })

  it('is no backup of an empty database', () => {
    expect(whatIsDue({ ...facts, backedUpAt: null, empty: true }).backup).toBe(false)
  })

  it('is not put off for years by a clock that was ahead', () => {
    expect(whatIsDue({ ...facts, checkedAt: noon + 400 * dayMs, backedUpAt: noon + 400 * dayMs })).toEqual({
      check: true,
      backup: true,
    })
  })
})
