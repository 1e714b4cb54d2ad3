// A history brought along in the real app: seen first, kept as a whole or not at all, also when the core dies; forgotten and remembered.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerDialogs, ask, corePid, newProfile, type StartedApp } from './app.ts'
import { recordAlbum } from './listener/music.ts'
import { moveIn, type Room, roomOf, startInEnglish } from './listener/room.ts'
import { step } from './step.ts'

const folder = mkdtempSync(join(tmpdir(), 'dwell-history-'))
const profile = newProfile()
let dwell: StartedApp
let room: Room

const day = 86_400_000
const heard = (artist: string, title: string, at: number, ms = 20_000) => ({
  ts: new Date(at).toISOString(),
  ms_played: ms,
  master_metadata_track_name: title,
  master_metadata_album_artist_name: artist,
  master_metadata_album_album_name: 'Harbours',
  reason_start: 'clickrow',
  reason_end: 'trackdone',
  shuffle: false,
  skipped: false,
  incognito_mode: false,
})

const imports = async () => {
  const answer = await ask(dwell.window, 'history.imports')
  return answer.ok ? answer.data : []
}
const everything = async () => {
  const answer = await ask(dwell.window, 'forgetting.preview', { kind: 'everything' })
  return answer.ok ? answer.data.plays : answer.message
}

beforeAll(async () => {
  recordAlbum(join(folder, 'music'), { artist: 'Milo', album: 'Harbours' }, [
    ['Low Tide', 20],
    ['Ferry', 20],
  ])
  dwell = await startInEnglish({ profile })
  room = await moveIn(dwell, join(folder, 'music'), 2)
})
beforeEach(() => room.go('Settings'))
afterAll(async () => {
  await dwell?.close()
  for (const one of [folder, profile]) rmSync(one, { recursive: true, force: true })
})

describe('a history from Spotify', () => {
  it('is seen before anything is kept, brought along, and undone', async () => {
    const file = join(folder, 'Streaming_History_Audio_2025_0.json')
    const now = Date.now()
    writeFileSync(
      file,
      JSON.stringify([
        heard('Milo', 'Ferry', now - 9 * day),
        heard('Milo', 'Low tide', now - 8 * day),
        heard('Strangers', 'Elsewhere', now - 7 * day),
        { ts: 'yesterday', ms_played: 'long' },
      ]),
    )
    await answerDialogs(dwell.app, file)
    await room.press('Bring a history along…')
    const dialog = room.page.getByRole('dialog', { name: 'Spotify: Streaming_History_Audio_2025_0.json' })
    await dialog.getByText('2 of 3 tracks found in your library').waitFor()
    await dialog.getByText('as Milo · Low Tide').waitFor()
    await dialog.getByText('1 row could not be read').waitFor()
    expect(await everything()).toBe(0)
    await room.press('Bring it along', dialog)
    await room.said('3 plays were brought along.')
    expect(await everything()).toBe(3)
    await room.press('Undo Streaming_History_Audio_2025_0.json')
    await room.button('Bring back Streaming_History_Audio_2025_0.json').waitFor()
    expect(await everything()).toBe(0)
  })

  it('is brought along though the core dies, forgotten, remembered, written out and erased', async () => {
    await step('it is not there by half when the core is killed in the middle of it', async () => {
      const file = join(folder, 'endsong_0.json')
      const now = Date.now()
      writeFileSync(
        file,
        JSON.stringify(
          Array.from({ length: 60_000 }, (_, n) => heard(`Artist ${n % 500}`, `Song ${n % 5000}`, now - n * 300_000)),
        ),
      )
      await answerDialogs(dwell.app, file)
      await room.press('Bring a history along…')
      const pid = await corePid(dwell.app)
      const before = await imports()
      const writing = dwell.window.evaluate(
        () =>
          new Promise<void>(resolve =>
            window.dwell.on('history.progressed', ({ state, done }) => state === 'writing' && done > 0 && resolve()),
          ),
      )
      await room.press('Bring it along')
      await writing
      process.kill(pid, 'SIGKILL')
      await expect.poll(imports).toEqual(before)
      await expect.poll(everything).toBe(0)
      expect(await corePid(dwell.app)).not.toBe(pid)
      // What it left is taken out, and the same file can be brought along again.
      await room.press('Bring a history along…')
      await room.press('Bring it along')
      await room.said('60,000 plays were brought along.')
      expect(await everything()).toBe(60_000)
    })

    await step(
      'it is forgotten after having read how much it is, also in the next run, and remembered again',
      async () => {
        await room.press('Everything')
        await room.page.getByText('This takes 60,000 plays. You can take it back below.').waitFor()
        await room.press('Forget', room.page.getByRole('alertdialog', { name: 'Forget everything you have heard?' }))
        await room.said('Forgotten: 60,000 plays.')
        expect(await everything()).toBe(0)
        await dwell.close()
        dwell = await startInEnglish({ profile })
        room = roomOf(dwell.window)
        await room.go('Settings')
        expect(await everything()).toBe(0)
        await room.press('Remember again: Everything')
        await room.said('Remembered again.')
        expect(await everything()).toBe(60_000)
      },
    )

    await step('it is written into a file for other programs', async () => {
      const file = join(folder, 'mine.csv')
      await answerDialogs(dwell.app, file)
      await room.press('Save as csv')
      await room.said('Saved 60,000 plays in mine.csv.')
      expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(60_002)
    })

    await step('it is erased for good when the listener says so', async () => {
      await room.press('Everything')
      await room.press('Forget', room.page.getByRole('alertdialog', { name: 'Forget everything you have heard?' }))
      await room.press('Erase for good…')
      await room.press('Erase for good', room.page.getByRole('alertdialog', { name: 'Erase for good?' }))
      await room.said('Erased for good')
      expect(await imports()).toEqual([])
      const answer = await ask(dwell.window, 'forgetting.all')
      expect(answer.ok && answer.data).toEqual([])
    })
  })
})
