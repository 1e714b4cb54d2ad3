// Where a run keeps what it writes, and what it leaves behind.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Arguments } from '../../main/shell/arguments.ts'
import { choosePlaces } from '../../main/shell/places.ts'
import { needsNoRoot } from '../needs.ts'

const nothing: Arguments = { profile: null, demo: false, selfCheck: null, warnings: [] }
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-places-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the places of a run', () => {
  it('are the person’s own when nothing is said, and are kept', () => {
    const places = choosePlaces(nothing, folder)
    expect(places).toMatchObject({ profile: join(folder, 'profile'), userData: folder, throwAway: [] })
    expect(existsSync(places.profile)).toBe(true)
  })

  it('all lie in a profile that is named', () => {
    const profile = join(folder, 'sunday')
    const places = choosePlaces({ ...nothing, profile }, folder)
    expect(places.profile).toBe(profile)
    for (const place of [places.userData, places.cache, places.logs]) expect(place.startsWith(profile)).toBe(true)
    expect(places.throwAway).toEqual([])
  })

  it('are made for the demonstration and thrown away whole', () => {
    const places = choosePlaces({ ...nothing, demo: true }, folder)
    expect(places.throwAway).toEqual([places.profile])
    expect(places.userData.startsWith(places.profile)).toBe(true)
    const other = choosePlaces({ ...nothing, demo: true }, folder)
    expect(other.profile).not.toBe(places.profile)
    for (const made of [...places.throwAway, ...other.throwAway]) rmSync(made, { recursive: true })
  })

  // Root may write anywhere, so there is no folder that refuses.
  it('of a read-only profile lie elsewhere for this run', needsNoRoot, () => {
    const profile = join(folder, 'cd-rom')
    mkdirSync(profile)
    chmodSync(profile, 0o555)
    const places = choosePlaces({ ...nothing, profile }, folder)
    expect(places.profile).toBe(profile)
    expect(places.userData.startsWith(profile)).toBe(false)
    expect(places.throwAway).toHaveLength(1)
    for (const made of places.throwAway) rmSync(made, { recursive: true })
  })

  it('of a profile that cannot even be made lie elsewhere for this run', () => {
    const places = choosePlaces({ ...nothing, profile: '/dev/null/profile' }, folder)
    expect(places.userData.startsWith('/dev/null')).toBe(false)
    for (const made of places.throwAway) rmSync(made, { recursive: true })
  })
})
