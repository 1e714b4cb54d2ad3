// Playlists from the first name to a file and back: made, filled, put in order, played, written out and read in again.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerDialogs, type StartedApp } from './app.ts'
import { recordAlbum } from './listener/music.ts'
import { moveIn, type Room, startInEnglish } from './listener/room.ts'
import { step } from './step.ts'

const folder = mkdtempSync(join(tmpdir(), 'dwell-playlists-'))
const music = join(folder, 'music')
const file = join(folder, 'Sunday.m3u8')
let dwell: StartedApp
let room: Room

/** Titles of the list on the page, in order. */
const titles = async (): Promise<readonly string[]> => {
  const rows = await room.rows().allInnerTexts()
  return rows.flatMap(
    text => ['Low Tide', 'Ferry', 'Lighthouse', '바람이 분다'].find(title => text.includes(title)) ?? [],
  )
}
const inOrder = (...wanted: readonly string[]) => expect.poll(titles).toEqual(wanted)

beforeAll(async () => {
  recordAlbum(music, { artist: 'Milo', album: 'Harbours' }, [
    ['Low Tide', 240],
    ['Ferry', 240],
    ['Lighthouse', 240],
  ])
  recordAlbum(music, { artist: '이소라', album: '물결' }, [['바람이 분다', 240]])
  dwell = await startInEnglish()
  room = await moveIn(dwell, music, 4)
})
afterAll(async () => {
  await dwell?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a playlist', () => {
  it('lives from its first name to a file and back', async () => {
    await step('it is made with a name and waits to be filled', async () => {
      await room.go('Playlists')
      await room.main.getByText('No playlists yet.').waitFor()
      await room.press('New playlist', room.main)
      await room.page.getByRole('textbox', { name: 'Name' }).fill('Sunday')
      await room.press('Create')
      await room.main.getByRole('heading', { name: 'Sunday' }).waitFor()
      await room.main.getByText('This playlist is empty.').waitFor()
    })

    await step('it is filled from the library, track by track', async () => {
      await room.go('Library')
      for (const title of ['Lighthouse', 'Low Tide', '바람이 분다'])
        await room.choose(room.row(title), 'Add to playlist', 'Sunday')
      await room.openPlaylist('Sunday')
      await inOrder('Lighthouse', 'Low Tide', '바람이 분다')
    })

    await step('it is put in order by keys, and loses a track and gets it back', async () => {
      await room.pick(room.row('바람이 분다'))
      await room.key('Alt+ArrowUp')
      await inOrder('Lighthouse', '바람이 분다', 'Low Tide')
      await room.pick(room.row('Lighthouse'))
      await room.key('Delete')
      await inOrder('바람이 분다', 'Low Tide')
      await room.press('Undo', await room.said('1 track removed from “Sunday”.'))
      await inOrder('Lighthouse', '바람이 분다', 'Low Tide')
    })

    await step('it plays in its order, and the log knows where it came from', async () => {
      await room.press('Play', room.main)
      await room.shows('Lighthouse')
      await expect.poll(() => room.coming()).toEqual(['바람이 분다', 'Low Tide'])
      await expect.poll(() => room.log()).toMatchObject([{ title: 'Lighthouse', origin: 'playlist' }])
    })

    await step('it is written as an m3u8 that names the files', async () => {
      await answerDialogs(dwell.app, file)
      await room.chooseFrom(room.button('Playlist menu', room.main), 'Export m3u8')
      await room.said('3 tracks written.')
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
      expect(lines[0]).toBe('#EXTM3U')
      expect(lines.slice(1).filter(line => line.startsWith('#'))).toEqual([
        '#EXTINF:240,Milo - Lighthouse',
        '#EXTINF:240,이소라 - 바람이 분다',
        '#EXTINF:240,Milo - Low Tide',
      ])
      expect(
        lines
          .slice(1)
          .filter(line => !line.startsWith('#'))
          .map(line => line.split('/').at(-1)),
      ).toEqual(['03 Lighthouse.flac', '01 바람이 분다.flac', '01 Low Tide.flac'])
    })

    await step('it goes when it is deleted, and comes back when that is undone', async () => {
      await room.chooseFrom(room.button('Playlist menu', room.main), 'Delete')
      const deleted = await room.said('“Sunday” is deleted.')
      await room.main.getByText('No playlists yet.').waitFor()
      await room.press('Undo', deleted)
      await room.openPlaylist('Sunday')
      await inOrder('Lighthouse', '바람이 분다', 'Low Tide')
    })

    await step('it is read in again, and what is not in the library is named', async () => {
      writeFileSync(file, `${readFileSync(file, 'utf8')}#EXTINF:200,Nobody - Lost Song\nelsewhere/Lost Song.mp3\n`)
      await room.go('Playlists')
      await room.press('Import m3u8', room.main)
      const missing = room.page.getByRole('dialog', { name: '1 line names nothing in your library' })
      await missing.getByText('Lost Song.mp3').waitFor()
      await room.press('Close', missing)
      await expect.poll(() => room.main.getByRole('listitem').count()).toBe(2)
      await room.main.getByRole('listitem').first().getByRole('button').click()
      await inOrder('Lighthouse', '바람이 분다', 'Low Tide')
    })
  })
})
