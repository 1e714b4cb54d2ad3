// A listener looks back: the report card, the map, the pictures and their tables, and what Dwell thinks, line by line.
import { describe, expect, it } from 'vitest'
import { violations } from '../../harness/axe.ts'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { asked } = scene

const toInsights = { page: 'insights' } as const

describe('a listener among the insights', () => {
  const open = async (options: Parameters<typeof scene.open>[0] = {}): Promise<void> => {
    await scene.open(options)
    await scene.page.evaluate(to => window.stage.go(to), toInsights)
    await scene.page.getByRole('heading', { level: 1, name: 'Insights' }).waitFor()
  }
  const map = () => scene.page.getByRole('application', { name: /Map of the library/ })

  it('comes there by the rail and by a key', async () => {
    await scene.open()
    const { page } = scene
    await page.keyboard.press('i')
    await page.getByRole('heading', { level: 1, name: 'Insights' }).waitFor()
    await page.keyboard.press('2')
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Insights' }).click()
    await page.getByRole('heading', { level: 2, name: 'Report card' }).waitFor()
  })

  it('reads which model is in use, what it beat, by how much and on how many plays, and where a simple rule is better', async () => {
    await open()
    const { page } = scene
    await page
      .getByText(
        'Dwell uses the Set Transformer: on your last 212 plays it did better than “as it went with this track before”',
        { exact: false },
      )
      .waitFor()
    await page.getByText('+0.081 (95% interval +0.032 to +0.127)', { exact: false }).waitFor()
    await page
      .getByText('a simple rule: on your last 212 plays nothing that was trained did better', { exact: false })
      .waitFor()
    await page.getByText('though the difference may be chance', { exact: false }).waitFor()
    await page.getByText('Trained on 1,842 plays in 11 sec on WebGPU', { exact: false }).waitFor()
    // The one in use is marked for those who do not see the colour.
    expect(await page.getByRole('row', { name: /the Set Transformer \(in use\)/ }).count()).toBe(1)
  })

  it('reads the numbers of every picture as a table, and goes back to the picture', async () => {
    await open()
    const { page } = scene
    for (const [name, cell] of [
      ['Specialist or generalist', 'Nov 2026'],
      ['Clock of the week', 'Mon'],
      ['How long you stay', /sec to/],
      ['Discovery', 'Nov 2026'],
      ['Had Adventure stood elsewhere', 'locked in'],
    ] as const) {
      await page.getByRole('button', { name: `Show as a table: ${name}` }).click()
      const table = page.getByRole('region', { name, exact: true }).getByRole('table')
      await table.getByRole('rowheader', { name: cell }).first().waitFor()
      await page.getByRole('button', { name: `Show as a picture: ${name}` }).click()
      await page.getByRole('region', { name, exact: true }).getByRole('img').waitFor()
    }
  })

  it('walks the map by arrows, hears where they are, and plays from there', async () => {
    await open()
    const { page } = scene
    await map().focus()
    await page.keyboard.press('ArrowRight')
    const near = page.getByRole('button', { name: /^Play from “/ })
    await near.first().waitFor()
    const first = await near.first().getAttribute('aria-label')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => near.first().getAttribute('aria-label')).not.toBe(first)
    const title = /“(.*)”/.exec((await near.first().getAttribute('aria-label')) ?? '')?.[1] ?? ''
    expect(await page.locator('[aria-live]').filter({ hasText: title }).count()).toBeGreaterThan(0)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => window.stage.player.getState().status === 'playing')
    const [{ from } = { from: null }] = await asked('queue.companion')
    expect(from).not.toBe(null)
    const playing = await page.evaluate(() => window.stage.player.getState().track)
    expect(playing).toMatchObject({ id: from, title })
  })

  it('sees what a dot is under the pointer, and plays from it with a click; a drag plays nothing', async () => {
    await open()
    const { page } = scene
    await map().scrollIntoViewIfNeeded()
    await page.getByRole('button', { name: /^Jazz, / }).click()
    const box = await map().boundingBox()
    if (!box) throw new Error('the map is not there')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 60, y + 30, { steps: 6 })
    await page.mouse.up()
    expect(await asked('queue.companion')).toEqual([])
    // Where a dot lies is learned by key: its label stands beside it.
    await map().focus()
    await page.keyboard.press('ArrowRight')
    const label = page.locator('[class*=label][style*=translate]')
    await label.waitFor()
    await scene.settled()
    const [spotX = 0, spotY = 0] = await label.evaluate(element => {
      const [across = '', down = ''] = getComputedStyle(element).translate.split(/\s+(?![^(]*\))/)
      const px = (length: string) =>
        [...length.matchAll(/([+-]?)\s*([\d.]+)px/g)].reduce((sum, [, sign, n]) => sum + Number(`${sign}${n}`), 0)
      // It lies on the side of the dot that is nearer to the middle, a little apart.
      return [px(across) + (across.includes('%') ? 14 : -14), px(down) + (down.includes('%') ? 6 : -6)]
    })
    const sheet = await map().boundingBox()
    if (!sheet) throw new Error('the map is not there')
    await page.mouse.move(sheet.x - 10, sheet.y - 10)
    await label.waitFor({ state: 'hidden' })
    await page.mouse.move(sheet.x + spotX, sheet.y + spotY)
    await label.waitFor()
    await page.mouse.click(sheet.x + spotX, sheet.y + spotY)
    await expect.poll(async () => (await asked('queue.companion')).length).toBe(1)
  })

  it('goes to a genre’s region and back to everything', async () => {
    await open()
    const { page } = scene
    const region = page.getByRole('button', { name: /^Jazz, / })
    await region.click()
    expect(await region.getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('button', { name: 'Show everything' }).click()
    expect(await region.getAttribute('aria-pressed')).toBe('false')
  })

  it('takes a line away that Dwell thinks of them, and brings it back', async () => {
    await open()
    const { page } = scene
    const line = page.getByText('Jazz holds you: 131 of 158 plays stayed with.')
    await line.waitFor()
    await page.getByRole('button', { name: /Take away: Jazz holds you/ }).click()
    await expect.poll(() => line.count()).toBe(0)
    await expect.poll(() => asked('insights.removeBelief')).toEqual([{ id: 'genreStay:3' }])
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click()
    await line.waitFor()
    await expect.poll(() => asked('forgetting.undo')).toEqual([{ id: 1 }])
  })

  it('is told what to do where there is nothing yet, and can begin to train', async () => {
    await open({ insights: { empty: true } })
    const { page } = scene
    await page.getByText('Dwell has learned nothing yet.', { exact: false }).waitFor()
    await page.getByText('The map is drawn after the first training.').waitFor()
    await page.getByText('Play something, and the hours fill by themselves.').waitFor()
    await page.getByText('Nothing yet: Dwell says something only when enough plays carry it.').waitFor()
    await page.getByRole('button', { name: 'Train now' }).click()
    await expect.poll(() => asked('learning.train')).toHaveLength(1)
  })

  it('moves a map of a hundred thousand dots, and still finds the one under the pointer', async () => {
    await open({ insights: { points: 100_000 } })
    const { page } = scene
    await page.getByText('100,000 tracks, laid out', { exact: false }).waitFor()
    await map().scrollIntoViewIfNeeded()
    const inked = () =>
      page.evaluate(() => {
        const canvas = document.querySelector('[role=application] canvas')
        if (!(canvas instanceof HTMLCanvasElement)) return ''
        return canvas.toDataURL().slice(-4000)
      })
    await scene.settled()
    const before = await inked()
    await map().focus()
    await page.keyboard.press('+')
    await expect.poll(inked).not.toBe(before)
    await page.keyboard.press('ArrowLeft')
    await page
      .getByRole('button', { name: /^Play from “/ })
      .first()
      .waitFor()
  })
})

describe.each([
  ['dark', 'en', {}],
  ['light', 'ko', {}],
  ['dark', 'ko', { empty: true }],
] as const)('the insights with axe, %s, %s', (theme, language, insights) => {
  it('have no violation, as pictures and as tables, wide and narrow', async () => {
    await scene.open({ settings: { theme, language }, insights })
    const { page } = scene
    await page.evaluate(to => window.stage.go(to), toInsights)
    await page.locator('h2').nth(4).waitFor()
    expect(await violations(page)).toEqual([])
    const pictures = page.getByRole('button', { name: /^(Show as a table|표로 보기)/ })
    for (let left = await pictures.count(); left > 0; left = await pictures.count()) await pictures.first().click()
    await scene.resize(880, 560)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(880)
  })
})
