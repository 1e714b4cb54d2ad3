// One afternoon with Dwell: found, searched, played, skipped, liked, put in order; and what the log says of it in the evening.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlayRow } from '../../preload/contract/listening.ts'
import { mp4 } from '../fixtures/audio/mp4.ts'
import { answerDialogs, ask, type StartedApp } from './app.ts'
import { record, recordAlbum, recordBroken } from './listener/music.ts'
import { patience, type Room, roomOf, startInEnglish } from './listener/room.ts'

const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
const bjork = 'Björk Ólafsdóttir'
let dwell: StartedApp
let room: Room

beforeAll(async () => {
  recordAlbum(music, { artist: bjork, album: 'Nachtstück' }, [
    ['Étude bleue', 4],
    ['Ocean Floor', 4],
    ['Long Way Home', 90],
    ['Harbour', 90],
  ])
  recordAlbum(music, { artist: '이소라', album: '물결' }, [
    ['바람이 분다', 90],
    ['제발', 90],
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
    seconds: 90,
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
  record(join(music, 'Torn', 'Mended.flac'), { title: 'Mended', artist: 'Milo', album: 'Torn', number: 3, seconds: 60 })
  dwell = await startInEnglish()
  room = roomOf(dwell.window)
})
afterAll(async () => {
  await dwell?.close()
  rmSync(music, { recursive: true, force: true })
})

/** The last play of this title in the log. */
async function lastPlayOf(title: string): Promise<PlayRow> {
  const play = (await room.log()).findLast(each => each.title === title)
  if (!play) throw new Error(`“${title}” is not in the log`)
  return play
}

/** The log says this of the last play of the title: as soon as the end has been reported. */
const logged = (title: string, facts: Partial<PlayRow>) =>
  expect.poll(() => lastPlayOf(title), patience).toMatchObject(facts)

/** Resolves when so much time has gone by: where time itself is what is tested. */
const passed = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

describe('the first afternoon', () => {
  it('begins with an empty profile that asks for a folder and shows what it finds', async () => {
    expect(await room.main.getByRole('heading', { level: 1 }).textContent()).toBe('Put a record on.')
    await answerDialogs(dwell.app, null)
    await room.press('Add a folder')
    await room.button('Later').waitFor()
    await answerDialogs(dwell.app, music)
    await room.press('Add a folder')
    await room.main.getByText('tracks so far').waitFor()
    await expect.poll(() => room.tracksInLibrary(), patience).toBe(11)
    await room.press('Start listening')
    await room.go('Library')
    await room.row('Harbour').waitFor()
    await expect.poll(() => room.scan(), patience).toBe('idle')
  })

  it('finds a title as it is typed, accents or not, and Enter plays it', async () => {
    await room.key('/')
    await room.search.pressSequentially('etud')
    await room.row('Étude bleue').waitFor()
    await expect.poll(() => room.rows().count(), patience).toBe(1)
    await room.search.fill('bjork long')
    await room.row('Long Way Home').waitFor()
    await expect.poll(() => room.rows().count(), patience).toBe(1)
    await room.key('Enter')
    await room.key('Enter')
    await room.shows('Long Way Home')
    await expect.poll(() => room.isPlaying()).toBe(true)
    await logged('Long Way Home', { origin: 'search', cause: null })
  })

  it('finds Korean from two syllables', async () => {
    await room.search.fill('바람')
    await room.row('바람이 분다').waitFor()
    await expect.poll(() => room.rows().count(), patience).toBe(1)
    await room.play(room.row('바람이 분다'))
    await room.shows('바람이 분다')
    await logged('Long Way Home', { cause: 'picked' })
    await room.heardTo(1_000)
    await room.press('Clear the search')
    await room.row('Harbour').waitFor()
  })

  it('goes where the scrubber is pressed and where the arrow keys say', async () => {
    const scrubber = room.player.getByRole('group', { name: 'Position' })
    const { width = 0, height = 0 } = (await scrubber.boundingBox()) ?? {}
    await scrubber.click({ position: { x: width / 2, y: height / 2 } })
    await expect.poll(() => room.positionMs(), patience).toBeGreaterThan(43_000)
    expect(await room.positionMs()).toBeLessThan(50_000)
    // The list takes the focus, so that the arrows are no longer the scrubber's own.
    await room.key('j')
    await room.key('ArrowRight')
    await room.key('ArrowRight')
    await expect.poll(() => room.positionMs(), patience).toBeGreaterThan(53_000)
    await room.key('ArrowLeft')
    await expect.poll(() => room.positionMs(), patience).toBeLessThan(53_000)
  })

  it('stands still while it is paused, and the pause is not counted as heard', async () => {
    await room.play(room.row('Harbour'))
    await room.shows('Harbour')
    await room.heardTo(1_500)
    await room.key(' ')
    await expect.poll(() => room.isPlaying()).toBe(false)
    const pausedAt = Date.now()
    const stood = await room.positionMs()
    await passed(1_500)
    expect(await room.positionMs()).toBe(stood)
    const pausedMs = Date.now() - pausedAt
    await room.key(' ')
    await room.heardTo(stood + 500)
    await room.press('Next')
    const wallMs = Date.now() - (await lastPlayOf('Harbour')).startedAt - pausedMs
    await logged('Harbour', { cause: 'skip', origin: 'hand', sat: 0, outcome: 'FP' })
    const { dwellMs } = await lastPlayOf('Harbour')
    expect(dwellMs).toBeGreaterThan(wallMs - 1_000)
    expect(dwellMs).toBeLessThan(wallMs + 250)
  })

  it('runs from one track of a record into the next without being asked', async () => {
    await room.tab('Albums')
    await room.main.getByText('Nachtstück').first().click()
    await room.main.getByRole('heading', { name: 'Nachtstück' }).waitFor()
    await room.press('Play', room.main)
    await room.shows('Étude bleue')
    await room.shows('Ocean Floor')
    await room.shows('Long Way Home')
    const heard = { cause: 'finished', origin: 'album', sat: 1, outcome: 'TP', fraction: 1 } as const
    await logged('Étude bleue', heard)
    await logged('Ocean Floor', heard)
    await logged('Long Way Home', { cause: null, origin: 'album' })
    const starts = (await room.log()).slice(-3).map(({ startedAt }) => startedAt)
    const lengths = starts.slice(1).map((at, index) => at - (starts[index] ?? 0))
    // Four seconds each, to the clock's own millisecond: nothing lies between them.
    for (const ms of lengths) expect(Math.abs(ms - 4_000)).toBeLessThan(250)
  })

  it('can be liked, and the like taken back where it was given', async () => {
    await room.key('l')
    const liked = await room.said('You like “Long Way Home')
    await room.button('Liked', room.player).waitFor()
    await room.press('Undo', liked)
    await room.said('Taken back.')
    await room.button('Like', room.player).waitFor()
    await room.press('Like', room.player)
    await room.button('Liked', room.player).waitFor()
    await room.go('Library')
    await room.tab('Liked')
    await expect.poll(() => room.rows().count(), patience).toBe(1)
    await room.row('Long Way Home').waitFor()
  })

  it('can be told not now, and have that taken back', async () => {
    await room.key('n')
    const wished = await room.said(/“Long Way Home.* stays away for this session/)
    await room.press('Undo', wished)
    await room.said('Taken back.')
    expect(await ask(dwell.window, 'listening.wishes', {})).toMatchObject({ ok: true, data: [{ kind: 'like' }] })
  })

  it('keeps a line of what comes next that can be put in order by hand', async () => {
    await room.tab('Tracks')
    await room.play(room.row('바람이 분다'))
    await room.shows('바람이 분다')
    await expect.poll(() => room.coming().then(titles => titles[0]), patience).toBe('제발')
    await room.choose(room.row('Rain Delay'), 'Play next')
    await room.said('“Rain Delay” plays next.')
    await expect.poll(() => room.coming(), patience).toEqual(['Rain Delay', '제발'])

    await room.pick(room.row('Mended'))
    await room.key('q')
    await room.said('“Mended” is added to up next.')
    await room.pick(room.row('Paper Boats'))
    await room.key('q')
    // By hand comes before what the list goes on with.
    await expect.poll(() => room.coming(), patience).toEqual(['Rain Delay', 'Mended', 'Paper Boats', '제발'])

    await room.waiting('Rain Delay').focus()
    await room.key('Alt+ArrowDown')
    await expect.poll(() => room.coming(), patience).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])
    // A mouse drags between rows that are on the screen: with the sliders away there is room for all of them.
    await room.press('Hide the sliders')
    await room.drag(room.waiting('Paper Boats'), room.waiting('Mended'))
    await room.press('Show the sliders')
    await expect.poll(() => room.coming(), patience).toEqual(['Paper Boats', 'Mended', 'Rain Delay', '제발'])

    await room.press('Undo the last change')
    await expect.poll(() => room.coming(), patience).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])
    await room.waiting('Mended').focus()
    await room.key('Delete')
    const removed = await room.said('“Mended” is removed from up next.')
    await expect.poll(() => room.coming(), patience).toEqual(['Rain Delay', 'Paper Boats', '제발'])
    await room.press('Undo', removed)
    await expect.poll(() => room.coming(), patience).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])

    await room.chooseFrom(room.button('More', room.upNext), 'Clear')
    const cleared = await room.said('Up next is empty.')
    await expect.poll(() => room.coming(), patience).toEqual([])
    expect(await room.isPlaying()).toBe(true)
    await room.press('Undo', cleared)
    await expect.poll(() => room.coming(), patience).toEqual(['Mended', 'Rain Delay', 'Paper Boats', '제발'])
    await room.press('Next')
    await room.shows('Mended')
    await logged('바람이 분다', { cause: 'skip', origin: 'hand' })
    await logged('Mended', { cause: null, origin: 'queued' })
  })

  it('draws from the rest when shuffle is on, and goes back to the order when it is off', async () => {
    await room.chooseFrom(room.button('More', room.upNext), 'Clear')
    await room.go('Library')
    await room.tab('Tracks')
    await room.play(room.row('Étude bleue'))
    await room.shows('Étude bleue')
    const inOrder = await room.coming()
    expect(inOrder.length).toBeGreaterThan(5)
    await room.press('Shuffle is off', room.player)
    await room.button('Shuffle is on', room.player).waitFor()
    await expect.poll(() => room.coming().then(titles => titles.join()), patience).not.toBe(inOrder.join())
    expect((await room.coming()).toSorted()).toEqual(inOrder.toSorted())
    await room.press('Shuffle is on', room.player)
    await expect.poll(() => room.coming(), patience).toEqual(inOrder)
  })

  it('plays the same track again and again when asked to', async () => {
    await room.press('Repeat is off', room.player)
    await room.press('Repeat all', room.player)
    await room.button('Repeat this track', room.player).waitFor()
    await expect
      .poll(async () => (await room.log()).slice(-2).map(({ title, cause }) => [title, cause]), patience)
      .toEqual([
        ['Étude bleue', 'finished'],
        ['Étude bleue', null],
      ])
    await room.press('Repeat this track', room.player)
    await room.button('Repeat is off', room.player).waitFor()
  })

  it('says of a format that cannot be played why, and never comes to it', async () => {
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
    const told = (await room.log()).map(({ title, cause, origin }) => `${title}: ${origin}, ${cause ?? 'playing'}`)
    expect(told.filter(line => !line.startsWith('Étude bleue: hand, finished'))).toEqual([
      'Long Way Home: search, picked',
      '바람이 분다: search, picked',
      'Harbour: hand, skip',
      expect.stringMatching(/: hand, picked$/),
      'Étude bleue: album, finished',
      'Ocean Floor: album, finished',
      'Long Way Home: album, picked',
      '바람이 분다: hand, skip',
      'Mended: queued, picked',
      'Étude bleue: hand, picked',
      'Torn Tape: album, error',
      'Mended: album, playing',
    ])
  })
})
