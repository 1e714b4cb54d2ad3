// A listener brings a history along, looks at it first, and takes things out again: forgets, remembers, erases.
import { describe, expect, it } from 'vitest'
import { spotifyZip } from '../../harness/fake-history.ts'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

describe('a listener with a history from elsewhere', () => {
  it('sees what matches, what does not and what is broken, before bringing it along, and undoes it', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'Bring a history along…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Spotify: my_spotify_data.zip' })
    await dialog.getByText('65% of the plays are of tracks you own').waitFor()
    await dialog.getByText('4,811 of 9,120 tracks found in your library').waitFor()
    await dialog.getByText('as The Lanterns · Slow Light').waitFor()
    await dialog.getByText('Paper Moon (Live in Lisbon)').waitFor()
    await dialog.getByText('318 are here already and are left out').waitFor()
    await dialog.getByText('Streaming_History_Audio_2021_4.json, row 9: no valid JSON').waitFor()
    expect(await asked('history.import')).toEqual([])
    await dialog.getByRole('button', { name: 'Bring it along' }).click()
    await page.getByText('82,689 plays were brought along.').waitFor()
    await page.getByRole('button', { name: 'Undo my_spotify_data.zip' }).click()
    await page.getByRole('button', { name: 'Bring back my_spotify_data.zip' }).waitFor()
    await expect.poll(() => asked('history.undo')).toEqual([{ id: 1 }])
  })

  it('thinks better of it: nothing is kept', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'Bring a history along…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await expect.poll(() => asked('history.cancel')).toHaveLength(1)
    expect(await asked('history.import')).toEqual([])
  })

  it('sees that there is nothing new in a file', async () => {
    await open({
      history: {
        picked: {
          ...spotifyZip,
          plays: 0,
          matchedPlays: 0,
          tracks: 0,
          matchedTracks: 0,
          matchedSamples: [],
          unmatchedSamples: [],
          duplicates: 84_000,
        },
      },
    })
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'Bring a history along…' }).click()
    await page.getByText('There is nothing new in it.').waitFor()
    expect(await page.getByRole('button', { name: 'Bring it along' }).count()).toBe(0)
  })

  it('sees how far an import is and how long it takes, and cancels it', async () => {
    await open({ history: { progress: { state: 'writing', done: 40_000, of: 80_000, msLeft: 9000 } } })
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByText('Bringing it in').waitFor()
    await page.getByText('50% · 9 sec left').waitFor()
    await page.getByRole('button', { name: 'Cancel the import' }).click()
    await expect.poll(() => asked('history.cancel')).toHaveLength(1)
  })

  it('is offered it at the first run', async () => {
    await open({ settings: { onboarded: false } })
    const { page } = scene
    await page.getByRole('button', { name: 'Bring a listening history along' }).click()
    await page.getByRole('dialog', { name: 'Spotify: my_spotify_data.zip' }).waitFor()
  })
})

describe('a listener who wants things forgotten', () => {
  it('reads how much it is first, forgets it, and takes it back', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'The last hour' }).click()
    await page.getByRole('alertdialog').getByText('This takes 12 plays. You can take it back below.').waitFor()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Forget', exact: true }).click()
    await page.getByText('Forgotten: 12 plays.').waitFor()
    await page.getByRole('button', { name: 'Remember again: The last hour' }).click()
    await page.getByText('Remembered again.').waitFor()
    await expect.poll(() => asked('forgetting.undo')).toEqual([{ id: 1000 }])
  })

  it('cannot forget what is not there', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'This session' }).click()
    await page.getByText('There is nothing to forget there.').waitFor()
    expect(await page.getByRole('alertdialog').getByRole('button', { name: 'Forget', exact: true }).isDisabled()).toBe(
      true,
    )
  })

  it('erases for good only after having read that it is for good', async () => {
    await open({ history: { forgotten: [{ id: 1, kind: 'artist', label: 'Marta Quill', plays: 7, at: Date.now() }] } })
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByText('Marta Quill').waitFor()
    await page.getByRole('button', { name: 'Erase for good…' }).click()
    await page.getByText('This cannot be undone', { exact: false }).waitFor()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Erase for good' }).click()
    await page.getByText('Erased for good: 7 plays.').waitFor()
    expect(await page.getByText('Marta Quill').count()).toBe(0)
  })

  it('forgets a track from its menu, and undoes it there', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('2')
    await page.getByRole('row').nth(3).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Forget this track' }).click()
    await page.getByText('Forgotten: what you heard of', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('Remembered again.').waitFor()
  })
})
