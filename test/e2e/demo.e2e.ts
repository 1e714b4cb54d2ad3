// The demonstration: marked as one, with records, art and weeks of history; and every page of it open to everybody.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../renderer/harness/axe.ts'
import { ask, type StartedApp } from './app.ts'
import { type Room, roomOf, startInEnglish } from './listener/room.ts'
import { until } from './until.ts'

let dwell: StartedApp
let room: Room

beforeAll(async () => {
  dwell = await startInEnglish({ words: ['--demo'] })
  room = roomOf(dwell.window)
  // The music is composed once for each user, which takes a minute or two on a small machine.
  await until(async () => {
    const totals = await ask(dwell.window, 'listening.totals')
    return totals.ok && totals.data.plays > 500
  })
})
afterAll(async () => {
  await dwell?.close()
})

describe('the demonstration', () => {
  it('says what it is on every page', async () => {
    for (const page of ['Now', 'Library', 'Playlists', 'Settings'] as const) {
      await room.go(page)
      await room.page.getByText('Demonstration: this music was made by Dwell').waitFor()
    }
  })

  it('has sixty tracks and more by twelve artists, with art on the records', async () => {
    const counts = await ask(dwell.window, 'library.counts')
    expect(counts).toMatchObject({ ok: true })
    if (!counts.ok) return
    expect(counts.data.tracks).toBeGreaterThanOrEqual(60)
    expect(counts.data.artists).toBeGreaterThanOrEqual(12)
    await room.go('Library')
    await room.tab('Albums')
    const covers = room.main.locator('img[src^="dwell://art/"]')
    await covers.first().waitFor()
    // What counts is that the pictures came, not that they were asked for.
    await expect
      .poll(() =>
        covers.evaluateAll(found => found.filter(image => (image as HTMLImageElement).naturalWidth > 0).length),
      )
      .toBeGreaterThan(5)
  })

  it('plays', async () => {
    await room.go('Library')
    await room.tab('Tracks')
    await room.play(room.rows().first())
    await room.heardTo(1_000)
  })
})

describe('every page, for everybody', () => {
  it.for(['Ink', 'Paper'])('has nothing in %s that axe objects to', async theme => {
    await room.go('Settings')
    await room.main.getByText(theme, { exact: true }).click()
    const ways = [
      () => room.go('Now'),
      () => room.go('Library'),
      () => room.tab('Albums'),
      () => room.go('Playlists'),
      () => room.go('Settings'),
    ]
    for (const go of ways) {
      await go()
      const heading = await room.main.getByRole('heading').first().textContent()
      expect({ heading, found: await violations(room.page) }).toEqual({ heading, found: [] })
    }
  })

  it('can be walked and played with the keyboard alone', async () => {
    for (const [key, heading] of [
      ['3', 'Playlists'],
      ['4', 'Settings'],
      ['2', 'Library'],
    ] as const) {
      await room.key(key)
      await room.main.getByRole('heading', { level: 1, name: heading }).waitFor()
    }
    await room.tab('Tracks')
    await room.key('/')
    await expect.poll(focused).toMatch(/^searchbox: /)
    await room.search.pressSequentially('a')
    await room.main.getByRole('heading', { name: 'Tracks' }).waitFor()
    await room.key('ArrowDown')
    await expect.poll(focused).toBe('grid: Tracks')
    await room.key('Enter')
    await expect.poll(async () => (await room.log()).at(-1)?.origin).toBe('search')
    await room.key(' ')
    await room.button('Play', room.player).waitFor()

    // Once around the window by Tab: each stop says what it is.
    const stops: string[] = []
    for (let step = 0; step < 80; step++) {
      await room.key('Tab')
      stops.push(await focused())
    }
    expect(stops.filter(stop => stop.endsWith(': ') && !stop.startsWith('body'))).toEqual([])
    expect(stops).toEqual(
      expect.arrayContaining([
        'button: Library',
        'button: Next',
        'button: Play',
        'slider: Position',
        'slider: Volume',
        'grid: Tracks',
      ]),
    )
  })
})

/** Role and name of what has the focus. */
const focused = (): Promise<string> =>
  room.page.evaluate(() => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement)) return 'nothing: '
    const native = { A: 'link', BUTTON: 'button', INPUT: at.getAttribute('type') === 'range' ? 'slider' : 'textbox' }
    const role = at.getAttribute('role') ?? native[at.tagName as 'A'] ?? at.tagName.toLowerCase()
    const labels = (at.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id))
    const named = labels.map(label => label?.getAttribute('aria-label') ?? label?.textContent ?? '').find(Boolean)
    return `${at.getAttribute('type') === 'search' ? 'searchbox' : role}: ${at.getAttribute('aria-label') ?? named ?? at.textContent ?? ''}`
  })
