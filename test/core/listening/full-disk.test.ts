// Bad input: a full disk. Music goes on, what is heard is kept in memory and written when there is room; nothing is corrupted.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createListening } from '../../../main/core/listening/index.ts'
import { createPending } from '../../../main/core/listening/pending.ts'
import { createSettings } from '../../../main/core/settings/index.ts'
import type { Profile } from '../../../main/core/store/profile.ts'
import { smallDiskOver } from '../store/mounts.ts'
import { addTracks, count, noon, notedLog, open, temporaryFolder } from '../store/profiles.ts'
import { contextOf, minute, played, type Told, toldOf } from './listener.ts'

interface SmallDisk {
  readonly dir: string
  fill(profile: Profile): void
  makeRoom(profile: Profile): void
}

/** A real disk of four megabytes where mounting is allowed (root); elsewhere a limit on the database's pages, which SQLite reports alike. */
function smallDisk(): SmallDisk {
  const dir = temporaryFolder()
  const ballast = join(dir, 'ballast')
  if (!smallDiskOver(dir, 4)) {
    const pages = (profile: Profile, most: string) => void profile.store.db.pragma(`max_page_count = ${most}`)
    return {
      dir,
      fill: profile => pages(profile, String(profile.store.db.pragma('page_count', { simple: true }))),
      makeRoom: profile => pages(profile, '1000000'),
    }
  }
  return {
    dir,
    fill() {
      for (let kilobytes = 4096; kilobytes >= 1; kilobytes /= 2) {
        for (let n = 0; n < 4; n++) {
          try {
            writeFileSync(ballast, Buffer.alloc(kilobytes * 1024), { flag: 'a' })
          } catch {
            break
          }
        }
      }
    },
    makeRoom: () => rmSync(ballast),
  }
}

function listenerOn(profile: Profile) {
  const told: Told[] = []
  const clock = { now: noon }
  const context = contextOf(profile.store, () => clock.now, told, notedLog())
  const listening = createListening(context)
  onTestFinished(() => listening.close())
  return { listening, settings: createSettings(context), told, clock }
}

describe('a full disk', () => {
  it('keeps plays in memory, says so, and writes them when there is room again', async () => {
    const disk = smallDisk()
    const profile = open(disk.dir)
    addTracks(profile.store.db, 20)
    const { listening, settings, told, clock } = listenerOn(profile)
    const report = (n: number) =>
      listening.handlers['listening.report']({ events: played((n % 20) + 1, noon + n * minute, 50_000) })
    await report(0)
    disk.fill(profile)
    // A log that was just emptied has room for a few more: how many depends on the system.
    let plays = 1
    while (profile.store.health.canWrite() && plays < 2000) await report(plays++)
    expect(profile.store.health.notices()).toEqual([{ id: 'disk-full', kind: 'disk-full' }])
    const written = count(profile.store.db, 'plays')
    for (let more = 0; more < 5; more++) await report(plays++)
    expect(count(profile.store.db, 'plays')).toBe(written)
    clock.now = noon + plays * minute
    const shown = await listening.handlers['listening.session']()
    expect(shown.at(-1)).toMatchObject({ startedAt: noon + (plays - 1) * minute, dwellMs: 50_000, cause: 'skip' })
    await settings.handlers['settings.set']({ volume: 0.3 })
    expect(settings.current().volume).toBe(0.3)

    disk.makeRoom(profile)
    await report(plays++)
    expect(profile.store.health.canWrite()).toBe(true)
    expect(profile.store.health.notices()).toEqual([])
    expect(count(profile.store.db, 'plays')).toBe(plays)
    expect(toldOf(told, 'listening.played')).toHaveLength(plays)
    expect(profile.store.db.pragma('integrity_check', { simple: true })).toBe('ok')
    listening.close()
    await profile.close()
    const again = open(disk.dir)
    expect(again.notices).toEqual([])
    expect(count(again.store.db, 'plays')).toBe(plays)
  })
})

describe('a read-only profile', () => {
  it('shows what is heard for as long as it runs, and refuses wishes with a code', async () => {
    const dir = temporaryFolder()
    const first = open(dir)
    addTracks(first.store.db, 20)
    const before = listenerOn(first)
    await before.listening.handlers['listening.report']({ events: played(1, noon - 5 * minute, 60_000) })
    before.listening.close()
    await first.close()
    const profile = open(dir, { access: 'read' })
    const { listening, told, clock } = listenerOn(profile)
    const events = played(2, noon, 50_000)
    for (const event of events) await listening.handlers['listening.report']({ events: [event] })
    await listening.handlers['listening.report']({ events })
    clock.now = noon + 2 * minute
    const expected = [
      { trackId: 1, dwellMs: 60_000 },
      { trackId: 2, dwellMs: 50_000, cause: 'skip', outcome: 'TP', sat: 0 },
    ]
    expect(await listening.handlers['listening.session']()).toMatchObject(expected)
    expect(await listening.handlers['listening.recent']({ limit: 5 })).toMatchObject([...expected].reverse())
    expect(toldOf(told, 'listening.played')).toHaveLength(1)
    clock.now = noon + 40 * minute
    expect(await listening.handlers['listening.session']()).toEqual([])
    expect(count(profile.store.db, 'plays')).toBe(1)
  })
})

describe('events in memory', () => {
  it('are bounded: heartbeats that say nothing new go first, then the oldest play', () => {
    const pending = createPending(10)
    const heard = played(1, noon, 40_000)
    pending.add(heard)
    pending.add(played(2, noon + minute, 30_000))
    expect(pending.size).toBeLessThanOrEqual(10)
    expect(pending.of(heard[0]?.playId ?? '').map(event => event.kind)).toEqual(['started', 'ended'])
    for (let n = 2; n < 12; n++) pending.add(played(n, noon + n * minute, 5000))
    expect(pending.size).toBeLessThanOrEqual(10)
    expect(pending.playIds()).not.toContain(heard[0]?.playId)
  })
})
