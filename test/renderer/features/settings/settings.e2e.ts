// A listener sets things up: folders in doubt, loudness, theme, language, and the first run.
import { describe, expect, it } from 'vitest'
import { idle, root } from '../../harness/fake-core.ts'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

describe('a listener in the settings', () => {
  it('reads what state a folder is in and what to do, and says that the files are really gone', async () => {
    await open({
      roots: [root(1, 'Old drive', { state: 'absent' }), root(2, 'Vinyl rips', { state: 'shrunken', tracks: 812 })],
    })
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByText('This folder cannot be reached.', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'They are really gone' }).click()
    await page.getByText('Noted. What was heard stays remembered.').waitFor()
    await expect.poll(() => asked('library.acceptAbsence')).toEqual([{ id: 2 }])
  })

  it('sees a scan go on: the file, the time left, the way to stop it', async () => {
    await open({
      scan: {
        ...idle,
        state: 'reading',
        found: 10_312,
        done: 6300,
        failed: 3,
        current: 'A/B/04 Snow.flac',
        msLeft: 42_000,
      },
    })
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByText('A/B/04 Snow.flac').waitFor()
    await page.getByText('42 sec left').waitFor()
    await page.getByRole('button', { name: 'Stop the scan' }).click()
    await expect.poll(() => page.getByText('42 sec left').count()).toBe(0)
  })

  it('reads which files could not be read, and why', async () => {
    await open({
      roots: [root(1, 'Music', { failed: 2 })],
      failures: [
        { rootName: 'Music', file: 'zero.ogg', code: 'file-empty', message: 'zero.ogg is empty' },
        { rootName: 'Music', file: 'cover.mp3', code: 'file-not-audio', message: 'cover.mp3 is a picture' },
      ],
    })
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: '2 files could not be read' }).click()
    await page.getByText('The file is not what its name says.').waitFor()
  })

  it('removes a folder only after having read what that means', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'Remove: Music' }).click()
    await page.getByRole('alertdialog', { name: 'Remove “Music”?' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await asked('library.removeRoot')).toEqual([])
  })

  it('changes language and theme at once', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByText('Paper', { exact: true }).click()
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light')
    await page.getByRole('button', { name: /Language/ }).click()
    await page.getByRole('option', { name: '한국어' }).click()
    await page.getByRole('heading', { level: 1, name: '설정' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko')
    await expect.poll(() => asked('settings.set')).toEqual([{ theme: 'light' }, { language: 'ko' }])
  })

  it('is told that a setting could not be kept, and sees it as it was', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.evaluate(() =>
      window.stage.core.fake.answer({
        'settings.set': () => {
          throw Object.assign(new Error('no room'), { code: 'disk-full' })
        },
      }),
    )
    await page.getByRole('switch', { name: 'Gapless' }).click({ force: true })
    await page.getByText('That did not work.').waitFor()
    expect(await page.getByRole('switch', { name: 'Gapless' }).isChecked()).toBe(true)
  })
})

describe('a listener on the first run', () => {
  it('adds a folder and can start as soon as something was found', async () => {
    await open({ tracks: 40, roots: [], settings: { onboarded: false } })
    const { page } = scene
    await page.getByRole('heading', { name: 'Put a record on.' }).waitFor()
    await page.getByRole('button', { name: 'Add a folder' }).click()
    await page.getByText('“Records” is added. The scan has begun.').waitFor()
    await page.getByRole('button', { name: 'Start listening' }).click()
    await page.getByRole('heading', { level: 1, name: 'Library' }).waitFor()
    await expect.poll(() => asked('settings.set')).toEqual([{ onboarded: true }])
  })

  it('can leave it for later, and reads then what an empty library wants', async () => {
    await open({ tracks: 0, roots: [], settings: { onboarded: false } })
    const { page } = scene
    await page.getByRole('button', { name: 'Later' }).click()
    await page.getByText('No music yet.').waitFor()
    await page.getByRole('button', { name: 'Add a folder' }).waitFor()
  })
})

describe('a listener whose core was restarted', () => {
  it('goes on where they were, with everything asked anew', async () => {
    await scene.open()
    const { page } = scene
    const before = (await scene.asked('queue.state')).length
    await page.evaluate(() => window.stage.core.fake.disconnect())
    await page.evaluate(() => window.stage.core.fake.reconnect())
    await expect.poll(async () => (await scene.asked('queue.state')).length).toBe(before + 1)
  })

  it('reads what happened to the database, and what to do', async () => {
    await scene.open({
      app: {
        notices: [
          { id: 'a', kind: 'database-restored', backupAt: Date.UTC(2026, 10, 20, 9), damagedKeptAs: 'damaged.db' },
        ],
      },
    })
    const { page } = scene
    await page
      .getByRole('alert')
      .getByText('It was restored from the backup of Nov 20, 2026', { exact: false })
      .waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  })

  it('can try a page again that could not be had', async () => {
    await scene.open()
    const { page } = scene
    await page.evaluate(() => {
      window.stage.core.fake.answer({
        'library.genres': () => {
          throw new Error('no such table')
        },
      })
    })
    await page.getByRole('tab', { name: 'Genres' }).click()
    await page.getByText('This page could not be shown.').waitFor()
    await page.evaluate(() =>
      window.stage.core.fake.answer({ 'library.genres': () => window.stage.core.library.genres }),
    )
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('grid', { name: 'Genres' }).getByText('Jazz').waitFor()
  })
})
