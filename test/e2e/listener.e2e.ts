// An afternoon with Dwell: searched, played, skipped, liked, put in order; and what the log says of each of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlayRow } from '../../preload/contract/listening.ts'
import { mp4 } from '../fixtures/audio/mp4.ts'
import { ask, type StartedApp } from './app.ts'
import { record, recordAlbum, recordBroken } from './listener/music.ts'
import { moveIn, type Room, startInEnglish } from './listener/room.ts'

const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
const bjork = 'Björk Ólafsdóttir'
let dwell: StartedApp
let room: Room

beforeAll(async () => {
  recordAlbum(music, { artist: bjork, album: 'Nachtstück' }, [
    ['Étude bleue', 3],
    ['Ocean Floor', 3],
    ['Long Way Home', 180],
    ['Harbour', 180],
  ])
  recordAlbum(music, { artist: '이소라', album: '물결' }, [
    ['바람이 분다', 180],
    ['제발', 20],
  ])
  record(join(music, 'Singles', 'Paper Boats.opus'), {
    title: 'Paper Boats',
    artist: 'Milo',
    album: 'Singles',
    number: 1,
    seconds: 20,
  })
  record(join(music, 'Singles', 'Rain Delay.wav'), {
    title: 'Rain Delay',
    artist: 'Milo',
    album: 'Singles',
    number: 2,
    seconds: 20,
  })
  recordBroken(join(music, 'Torn', 'Torn Tape.flac'), {
    title: 'Torn Tape',
    artist: 'Milo',
    album: 'Torn',
    number: 1,
    seconds: 30,
  })
  writeFileSync(
    join(music, 'Torn', 'Sealed Letter.m4a'),
    mp4({
      codec: 'alac',
      items: [
        ['©nam', 'Sealed Letter'],
        ['©ART', 'Milo'],
        ['©alb', 'Torn'],
        ['trkn', '2/3'],
      ],
    }),
  )
  record(join(music, 'Torn', 'Mended.flac'), {
    title: 'Mended',
    artist: 'Milo',
    album: 'Torn',
    number: 3,
    seconds: 180,
  })
  dwell = await startInEnglish()
  room = await moveIn(dwell, music, 11)
})
/** Each story begins in the library, with nothing waiting. */
beforeEach(async () => {
  await room.go('Library')
  await room.tab('Tracks')
  await asked('queue.clear')
  await asked('queue.setShuffle', { on: false })
  await asked('queue.setRepeat', { repeat: 'off' })
})
afterAll(async () => {
  await dwell?.close()
  rmSync(music, { recursive: true, force: true })
})

async function asked(...[name, input]: Parameters<typeof ask> extends [unknown, ...infer Rest] ? Rest : never) {
  expect(await ask(dwell.window, name, input)).toMatchObject({ ok: true })
}

/** The last play of this title in the log. */
async function lastPlayOf(title: string): Promise<PlayRow> {
  const play = (await room.log()).findLast(each => each.title === title)
  if (!play) throw new Error(`“${title}” is not in the log`)
  return play
}

/** The log says this of the last play of the title: as soon as the end has been reported. */
const logged = (title: string, facts: Partial<PlayRow>) => expect.poll(() => lastPlayOf(title)).toMatchObject(facts)

/** Plays a row of the list; resolves when the log has it. */
async function play(title: string): Promise<void> {
  const before = (await room.log()).length
  await room.play(room.row(title))
  await room.shows(title)
  await expect.poll(async () => (await room.log()).length).toBeGreaterThan(before)
}

/** Plays a row and pauses it: what takes longer than a track would change under the listener's hand. */
async function playAndPause(title: string): Promise<void> {
  await play(title)
  await room.heardTo(0)
  await room.press('Pause', room.player)
  await room.button('Play', room.player).waitFor()
}

describe('a listener', () => {
  it('finds a title as it is typed, accents or not, and Enter plays it', async () => {
    await room.key('/')
    await room.search.pressSequentially('etud')
    await room.row('Étude bleue').waitFor()
    await expect.poll(() => room.rows().count()).toBe(1)
    await room.search.fill('bjork long')
    await room.row('Long Way Home').waitFor()
    await expect.poll(() => room.rows().count()).toBe(1)
    await room.key('Enter')
    await room.key('Enter')
    await room.shows('Long Way Home')
    await expect.poll(() => room.isPlaying()).toBe(true)
    await logged('Long Way Home', { origin: 'search', cause: null })
    await room.press('Clear the search')
  })

  it('finds Korean from two syllables, and what played before is left for it', async () => {
    await play('Long Way Home')
    await room.search.fill('바람')
    await room.row('바람이 분다').waitFor()
    await expect.poll(() => room.rows().count()).toBe(1)
    await room.play(room.row('바람이 분다'))
    await room.shows('바람이 분다')
    await logged('Long Way Home', { cause: 'picked' })
    await room.heardTo(500)
    await room.press('Clear the search')
    await room.row('Harbour').waitFor()
  })

  it('goes where the scrubber is pressed and where the arrow keys say', async () => {
    await playAndPause('바람이 분다')
    const scrubber = room.player.getByRole('group', { name: 'Position' })
    const { width = 0, height = 0 } = (await scrubber.boundingBox()) ?? {}
    await scrubber.click({ position: { x: width / 2, y: height / 2 } })
    await expect.poll(() => room.positionMs()).toBeGreaterThan(88_000)
    const middle = await room.positionMs()
    expect(middle).toBeLessThan(92_000)
    // The list takes the focus, so that the arrows are no longer the scrubber's own.
    await room.key('j')
    await room.key('ArrowRight')
    await room.key('ArrowRight')
    await expect.poll(() => room.positionMs()).toBeCloseTo(middle + 10_000, -2)
    await room.key('ArrowLeft')
    await expect.poll(() => room.positionMs()).toBeCloseTo(middle + 5_000, -2)
  })

  it('finds it standing still while it is paused, and the pause is not counted as heard', async () => {
    await play('Harbour')
    await room.heardTo(1_000)
    await room.key(' ')
    await room.button('Play', room.player).waitFor()
    const pausedAt = Date.now()
    const stood = await room.positionMs()
    // Some time in which the listener does something else.
    for (const page of ['Settings', 'Playlists', 'Library'] as const) {
      await room.go(page)
      await room.main.getByRole('heading', { level: 1, name: page }).waitFor()
    }
    expect(await room.positionMs()).toBe(stood)
    const pausedMs = Date.now() - pausedAt
    await room.press('Play', room.player)
    await room.heardTo(stood)
    await room.press('Next')
    const mostMs = Date.now() - (await lastPlayOf('Harbour')).startedAt - pausedMs
    await logged('Harbour', { cause: 'skip', origin: 'hand', sat: 0, outcome: 'FP' })
    const { dwellMs } = await lastPlayOf('Harbour')
    // What is shown is a whole second.
    expect(dwellMs).toBeGreaterThan(stood - 600)
    expect(dwellMs).toBeLessThan(mostMs + 250)
  })

  it('hears one track of a record run into the next without asking', async () => {
    const before = (await room.log()).length
    await room.tab('Albums')
    await room.main.getByText('Nachtstück').first().click()
    await room.main.getByRole('heading', { name: 'Nachtstück' }).waitFor()
    await room.press('Play', room.main)
    const heard = { cause: 'finished', origin: 'album', sat: 1, outcome: 'TP', fraction: 1 } as const
    await expect
      .poll(async () => (await room.log()).slice(before))
      .toMatchObject([
        { title: 'Étude bleue', ...heard },
        { title: 'Ocean Floor', ...heard },
        { title: 'Long Way Home', cause: null, origin: 'album' },
      ])
    // Three seconds each: as much was heard as there is.
    for (const { dwellMs } of (await room.log()).slice(before, -1)) expect(Math.abs(dwellMs - 3_000)).toBeLessThan(20)
  })

  it('can like a track, and take the like back where it was given', async () => {
    await playAndPause('Long Way Home')
    await room.key('l')
    const liked = await room.said('You like “Long Way Home')
    await room.button('Liked', room.player).waitFor()
    await room.press('Undo', liked)
    await room.said('Taken back.')
    await room.button('Like', room.player).waitFor()
    await room.press('Like', room.player)
    await room.button('Liked', room.player).waitFor()
    await room.tab('Liked')
    await expect.poll(() => room.rows().count()).toBe(1)
    await room.row('Long Way Home').waitFor()
    await room.press('Liked', room.player)
    await room.button('Like', room.player).waitFor()
  })

  it('can say not now, and have that taken back', async () => {
    await playAndPause('Long Way Home')
    await room.key('n')
    const wished = await room.said(/“Long Way Home.* stays away for this session/)
    await room.press('Undo', wished)
    await expect.poll(() => ask(dwell.window, 'listening.wishes', {})).toMatchObject({ ok: true, data: [] })
  })

  it('keeps a line of what comes next and puts it in order by hand', async () => {
    await playAndPause('바람이 분다')
    await expect.poll(() => room.coming().then(titles => titles[0])).toBe('제발')
    await room.choose(room.row('Rain Delay'), 'Play next')
    await room.said('“Rain Delay” plays next.')
    await expect.poll(() => room.coming()).toEqual(['Rain Delay', '제발'])

    await room.pick(room.row('Mended'))
    await room.key('q')
    await room.said('“Mended” is added to up next.')
    await room.pick(room.row('Paper Boats'))
    await room.key('q')
    // By hand comes before what the list goes on with.
    await expect.poll(() => room.coming()).toEqual(['Rain Delay', 'Mended', 'Paper Boats', '제발'])

    await room.waiting('Rain Delay').focus()
    await room.key('Alt+ArrowDown')
    await expect.poll(() => room.coming()).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])
    // A mouse drags between rows that are on the screen: with the sliders away there is room for all of them.
    await room.press('Hide the sliders')
    await room.settled()
    await room.drag(room.waiting('Paper Boats'), room.waiting('Mended'))
    await room.press('Show the sliders')
    await expect.poll(() => room.coming()).toEqual(['Paper Boats', 'Mended', 'Rain Delay', '제발'])

    await room.press('Undo the last change')
    await expect.poll(() => room.coming()).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])
    await room.waiting('Mended').focus()
    await room.key('Delete')
    const removed = await room.said('“Mended” is removed from up next.')
    await expect.poll(() => room.coming()).toEqual(['Rain Delay', 'Paper Boats', '제발'])
    await room.press('Undo', removed)
    await expect.poll(() => room.coming()).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])

    await room.chooseFrom(room.button('More', room.upNext), 'Clear')
    const cleared = await room.said('Up next is empty.')
    await expect.poll(() => room.coming()).toEqual([])
    await room.shows('바람이 분다')
    await room.press('Undo', cleared)
    await expect.poll(() => room.coming()).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])
    await room.press('Play', room.player)
    await room.press('Next')
    await room.shows('Mended')
    await logged('바람이 분다', { cause: 'skip', origin: 'hand' })
    await logged('Mended', { cause: null, origin: 'queued' })
  })

  it('has the rest shuffled, and goes back to the order', async () => {
    await playAndPause('Long Way Home')
    const waiting = async () => {
      const answer = await ask(dwell.window, 'queue.state')
      return answer.ok ? answer.data.upcoming.map(({ track }) => track.title) : []
    }
    const shown = async () => (await room.coming()).slice(0, 3)
    const inOrder = await waiting()
    expect(inOrder.length).toBeGreaterThan(3)
    await expect.poll(shown).toEqual(inOrder.slice(0, 3))
    await room.press('Shuffle is off', room.player)
    await room.button('Shuffle is on', room.player).waitFor()
    // What lies before it in the list has its turn as well.
    await expect.poll(waiting).toEqual(expect.arrayContaining([...inOrder, 'Étude bleue', 'Ocean Floor']))
    await expect.poll(shown).toEqual((await waiting()).slice(0, 3))
    await room.press('Shuffle is on', room.player)
    await expect.poll(waiting).toEqual(inOrder)
    await expect.poll(shown).toEqual(inOrder.slice(0, 3))
  })

  it('hears the same track again and again when asked to', async () => {
    await playAndPause('Harbour')
    await room.press('Repeat is off', room.player)
    await room.press('Repeat all', room.player)
    await room.button('Repeat this track', room.player).waitFor()
    const before = (await room.log()).length
    await room.play(room.row('Étude bleue'))
    await expect.poll(async () => (await room.log()).length).toBeGreaterThan(before + 1)
    const again = (await room.log()).slice(before, before + 2)
    expect(again.map(({ title }) => title)).toEqual(['Étude bleue', 'Étude bleue'])
    expect(again[0]?.cause).toBe('finished')
  })

  it('reads why a format cannot be played', async () => {
    await room.row('Sealed Letter').getByText('ALAC cannot be played here').waitFor()
  })

  it('passes over a file that fails with one message, and goes on', async () => {
    await room.tab('Albums')
    await room.main.getByText('Torn').first().click()
    await room.main.getByRole('heading', { name: 'Torn' }).waitFor()
    await room.press('Play', room.main)
    await room.said('“Torn Tape” would not play, so Dwell went on.')
    await room.shows('Mended')
    await room.heardTo(500)
    expect(await room.page.getByRole('alertdialog').filter({ hasText: 'would not play' }).count()).toBe(1)
    await logged('Torn Tape', { cause: 'error', dwellMs: 0, outcome: 'neither', sat: null })
    await logged('Mended', { cause: null, origin: 'album' })
  })

  it('leaves a log that says what was done, in the order it was done', async () => {
    await play('Long Way Home')
    const before = (await room.log()).length - 1
    await play('Harbour')
    await room.choose(room.row('Mended'), 'Play next')
    await expect.poll(async () => (await room.coming())[0]).toBe('Mended')
    await room.press('Next')
    await room.shows('Mended')
    await expect
      .poll(async () =>
        (await room.log())
          .slice(before)
          .map(({ title, cause, origin }) => `${title}: ${origin}, ${cause ?? 'playing'}`),
      )
      .toEqual(['Long Way Home: hand, picked', 'Harbour: hand, skip', 'Mended: queued, playing'])
  })
})
