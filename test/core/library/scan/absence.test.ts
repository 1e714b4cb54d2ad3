// What is missing is not deleted: disks are unplugged, folders are emptied by accident, and all of it comes back.
import { mkdirSync, renameSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stateAfterListing } from '../../../../main/core/library/scan/availability.ts'
import { House } from './pretend.ts'

let house: House
let root: number
beforeEach(() => {
  house = new House()
  root = house.addRoot('disk')
})
afterEach(() => house.close())

const fill = (songs: number, folder = 'disk') => {
  for (let i = 1; i <= songs; i++)
    house.put(`${folder}/${i}.mp3`, { title: `Song ${i}`, track: i, sound: `${folder} ${i}` })
}
const states = () => house.ask('SELECT state FROM roots ORDER BY id').map(row => row.state)
const available = () => house.count('SELECT count(*) FROM tracks WHERE available = 1')
const listed = () => house.count('SELECT count(*) FROM tracks WHERE listed = 1')

describe('a root', () => {
  it('that is away makes its tracks unavailable, and coming back restores all without reading a file', async () => {
    fill(12)
    await house.scan()
    const before = house.shelf()
    renameSync(house.path('disk'), house.path('unplugged'))
    await house.scan()
    expect({ states: states(), available: available(), listed: listed() }).toEqual({
      states: ['absent'],
      available: 0,
      listed: 12,
    })
    expect(house.shelf()).toEqual(before)
    renameSync(house.path('unplugged'), house.path('disk'))
    await house.scan()
    expect({ states: states(), available: available() }).toEqual({ states: ['present'], available: 12 })
    expect(house.pool.asked).toEqual([])
    expect(house.shelf()).toEqual(before)
  })

  it('that is bare, as a mount point without its disk, changes nothing but availability', async () => {
    fill(3)
    await house.scan()
    renameSync(house.path('disk'), house.path('unplugged'))
    mkdirSync(house.path('disk'))
    await house.scan()
    expect({ states: states(), available: available(), listed: listed() }).toEqual({
      states: ['empty'],
      available: 0,
      listed: 3,
    })
    expect(house.count('SELECT count(*) FROM files WHERE present = 1')).toBe(3)
  })

  it('that was always bare is simply present', async () => {
    await house.scan()
    expect(states()).toEqual(['present'])
  })

  it('that has lost more than half of its files doubts the loss: they stay in the lists, out of reach', async () => {
    fill(12)
    await house.scan()
    for (let i = 1; i <= 7; i++) house.remove(`disk/${i}.mp3`)
    const outcome = await house.scan()
    expect(outcome.roots).toEqual([{ rootId: root, state: 'shrunken', missing: 7, of: 12 }])
    expect({ states: states(), available: available(), listed: listed() }).toEqual({
      states: ['shrunken'],
      available: 5,
      listed: 12,
    })
  })

  it('stays doubted at the next look, and is whole again when the files are back', async () => {
    fill(12)
    await house.scan()
    for (let i = 1; i <= 7; i++) house.move(`disk/${i}.mp3`, `safe/${i}.mp3`)
    await house.scan()
    await house.scan()
    expect(states()).toEqual(['shrunken'])
    for (let i = 1; i <= 7; i++) house.move(`safe/${i}.mp3`, `disk/${i}.mp3`)
    await house.scan()
    expect({ states: states(), available: available() }).toEqual({ states: ['present'], available: 12 })
    expect(house.count('SELECT count(*) FROM files WHERE doubted = 1')).toBe(0)
  })

  it('that has lost half of its files or fewer believes it: they leave the lists and keep their rows', async () => {
    fill(12)
    await house.scan()
    for (let i = 1; i <= 6; i++) house.remove(`disk/${i}.mp3`)
    await house.scan()
    expect({ states: states(), available: available(), listed: listed() }).toEqual({
      states: ['present'],
      available: 6,
      listed: 6,
    })
    expect(house.count('SELECT count(*) FROM tracks')).toBe(12)
    expect(house.count('SELECT count(*) FROM files')).toBe(12)
  })

  it('whose files were all moved to another folder of it has lost nothing', async () => {
    fill(12)
    await house.scan()
    const before = Object.values(house.shelf())
    for (let i = 1; i <= 12; i++) house.move(`disk/${i}.mp3`, `disk/sorted/${i}.mp3`)
    await house.scan()
    expect(states()).toEqual(['present'])
    expect(Object.values(house.shelf())).toEqual(before)
  })

  it('whose files were all moved to another root has lost nothing either', async () => {
    fill(12)
    house.addRoot('other')
    await house.scan()
    const before = Object.values(house.shelf())
    for (let i = 1; i <= 12; i++) house.move(`disk/${i}.mp3`, `other/${i}.mp3`)
    await house.scan()
    expect(states()).toEqual(['present', 'present'])
    expect(Object.values(house.shelf())).toEqual(before)
  })

  it('that goes away leaves alone what lies in the others', async () => {
    fill(12)
    house.addRoot('other')
    fill(3, 'other')
    await house.scan()
    renameSync(house.path('disk'), house.path('unplugged'))
    await house.scan()
    expect({ states: states(), available: available() }).toEqual({ states: ['absent', 'present'], available: 3 })
  })

  it('away: a track that has a copy elsewhere stays available', async () => {
    house.addRoot('other')
    for (const folder of ['disk', 'other']) house.put(`${folder}/1.mp3`, { title: 'Both', sound: 'both' })
    await house.scan()
    renameSync(house.path('disk'), house.path('unplugged'))
    await house.scan()
    expect(available()).toBe(1)
    expect(house.writer.tables.files.media(house.trackAt('other/1.mp3')).map(place => place.root)).toEqual([
      house.path('other'),
    ])
  })
})

it('a kill between a change of state and its consequences is made good by the next scan', async () => {
  fill(12)
  await house.scan()
  house.writer.tables.roots.setState(root, 'absent')
  expect(available()).toBe(12)
  await house.scan()
  expect({ states: states(), available: available() }).toEqual({ states: ['present'], available: 12 })
  expect(house.count('SELECT count(*) FROM roots WHERE settling = 1')).toBe(0)
})

it.each([
  [{ known: 0, missing: 0, found: 0 }, 'present'],
  [{ known: 1, missing: 1, found: 0 }, 'empty'],
  [{ known: 9, missing: 8, found: 1 }, 'present'],
  [{ known: 10, missing: 5, found: 5 }, 'present'],
  [{ known: 10, missing: 6, found: 4 }, 'shrunken'],
  [{ known: 10, missing: 10, found: 3 }, 'shrunken'],
] as const)('a census of %o means %s', (census, state) => {
  expect(stateAfterListing(census)).toBe(state)
})
