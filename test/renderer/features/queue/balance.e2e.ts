// A listener's hand on the queue: sliders that move the mix, what stays, what is taken back, boosts, keys, and what is read aloud.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { violations } from '../../harness/axe.ts'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

const strip = (page: Page) => page.getByRole('img', { name: /^Mix of the next/ })
const heights = (page: Page): Promise<string[]> =>
  strip(page)
    .locator('[data-place]')
    .evaluateAll(slots => slots.map(slot => (slot instanceof HTMLElement ? slot.style.getPropertyValue('--sat') : '')))
const grid = (page: Page) => page.getByRole('grid', { name: 'Tracks that come next' })
const rows = (page: Page): Promise<(string | null)[]> =>
  grid(page)
    .getByRole('row')
    .evaluateAll(found => found.map(row => row.querySelector('span span')?.textContent ?? null))
const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true })
const said = (page: Page): Promise<string[]> => page.locator('[aria-live=polite]').allInnerTexts()

async function start(page: Page): Promise<void> {
  await page.getByRole('complementary').getByRole('button', { name: 'Let Dwell play' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await grid(page).getByRole('row').first().waitFor()
}

describe('a listener who lets Dwell play', () => {
  it('hears something at once, sees that Dwell goes on, and why each track is there', async () => {
    await open()
    const { page } = scene
    await start(page)
    await page.getByRole('img', { name: 'Dwell plays on' }).waitFor()
    await expect.poll(() => asked('queue.companion')).toEqual([{ from: null }])
    const words = await grid(page).getByRole('row').allInnerTexts()
    expect(words.length).toBe(20)
    for (const row of words) expect(row.split('\n').length, row).toBeGreaterThanOrEqual(3)
  })

  it('begins with D, and goes on from what plays without breaking it off', async () => {
    await open()
    const { page } = scene
    await page.locator('[aria-rowindex="3"]').dblclick()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    const before = await page.evaluate(() => window.stage.player.getState().item?.id)
    await page.keyboard.press('d')
    await page.getByRole('img', { name: 'Dwell plays on' }).waitFor()
    expect(await page.evaluate(() => window.stage.player.getState().item?.id)).toBe(before)
  })

  it('starts from a track that was chosen in the library', async () => {
    await open()
    const { page } = scene
    const title = await page.locator('[aria-rowindex="4"] [role=gridcell]').first().innerText()
    await page.locator('[aria-rowindex="4"]').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Start from this track' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    expect(title).toContain(await page.evaluate(() => window.stage.player.getState().track?.title))
    await expect.poll(async () => (await rows(page)).length).toBe(20)
  })

  it('finds the way to start where nothing plays', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('1')
    await page.locator('main').getByRole('button', { name: 'Let Dwell play' }).click()
    await page.getByText('Why it is here').waitFor()
    await page.locator('main').getByText('Dwell ', { exact: false }).first().waitFor()
    expect(await page.locator('main ol').first().getByRole('button').count()).toBe(3)
  })
})

describe('a listener at the balance', () => {
  it('sees the strip move while the slider moves, and the rows when it is let go', async () => {
    await open()
    const { page } = scene
    await start(page)
    await page.evaluate(() => window.dwell.call('balance.set', { discovery: 0.8 }))
    const [stripBefore, rowsBefore] = [await heights(page), await rows(page)]
    const box = await slider(page, 'Adventure').locator('xpath=ancestor::*[@role="group"][1]').boundingBox()
    if (!box) throw new Error('the slider is not drawn')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width / 2, y)
    await page.mouse.down()
    await page.mouse.move(box.x + 2, y, { steps: 8 })
    await expect.poll(() => heights(page)).not.toEqual(stripBefore)
    expect(await rows(page)).toEqual(rowsBefore)
    await expect.poll(() => asked('balance.set')).toEqual([{ discovery: 0.8 }])
    await page.mouse.up()
    await expect.poll(() => rows(page)).not.toEqual(rowsBefore)
    await expect.poll(() => said(page)).toContainEqual(expect.stringMatching(/^The mix changed\. Mix of the next 20/))
    await expect.poll(async () => (await asked('balance.set')).at(-1)).toHaveProperty('adventure')
  })

  it('finds more that is new the further Discovery goes, and locked in is what is surest', async () => {
    await open()
    const { page } = scene
    await start(page)
    const fresh = async (): Promise<number> =>
      Number(/(\d+) new/.exec((await strip(page).getAttribute('aria-label')) ?? '')?.[1])
    await slider(page, 'Adventure').press('Home')
    await page.getByText('locked in', { exact: true }).waitFor()
    await expect.poll(fresh).toBe(0)
    const mean = (sats: readonly string[]): number => sats.reduce((sum, sat) => sum + Number(sat), 0) / sats.length
    const surest = mean(await heights(page))
    await slider(page, 'Adventure').press('End')
    await slider(page, 'Discovery').press('End')
    await page.getByText('adventurous', { exact: true }).waitFor()
    await expect.poll(fresh).toBeGreaterThan(4)
    expect(mean(await heights(page))).toBeLessThan(surest)
  })

  it('takes a move back', async () => {
    await open()
    const { page } = scene
    await start(page)
    const before = await rows(page)
    await slider(page, 'Adventure').press('End')
    await slider(page, 'Discovery').press('End')
    await expect.poll(() => rows(page)).not.toEqual(before)
    await page.getByRole('button', { name: 'Undo the last move of the balance' }).click()
    await expect.poll(() => rows(page)).toEqual(before)
    await page.getByText('balanced', { exact: true }).waitFor()
  })

  it('puts Adventure where the own listening would', async () => {
    await open()
    const { page } = scene
    await page.getByRole('button', { name: 'By my taste' }).click()
    await expect.poll(() => asked('balance.set')).toEqual([{ adventure: 0.35 }])
    await page.getByText('focused', { exact: true }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'By my taste' }).count()).toBe(0)
  })

  it('stays on the track that plays, and follows the vibe again', async () => {
    await open()
    const { page } = scene
    await start(page)
    const id = await page.evaluate(() => window.stage.player.getState().track?.id)
    await page.getByRole('radio', { name: 'Stay on this track' }).check({ force: true })
    await page.getByText(/^Stays near “/).waitFor()
    await expect.poll(() => asked('balance.set')).toEqual([{ anchor: { kind: 'seed', trackId: id } }])
    await page.getByRole('radio', { name: 'Follow the vibe' }).check({ force: true })
    await expect.poll(async () => (await asked('balance.set')).at(-1)).toEqual({ anchor: { kind: 'vibe' } })
  })

  it('goes by keys and in words', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('b')
    await expect.poll(() => slider(page, 'Adventure').evaluate(input => input === document.activeElement)).toBe(true)
    await expect.poll(() => slider(page, 'Adventure').getAttribute('aria-valuetext')).toBe('balanced, 50%')
    for (let n = 0; n < 10; n++) await page.keyboard.press('ArrowRight')
    await expect.poll(() => slider(page, 'Adventure').getAttribute('aria-valuetext')).toBe('adventurous, 75%')
    expect(await slider(page, 'Discovery').getAttribute('aria-valuetext')).toBe('some, 30%')
    const described = await slider(page, 'Exposure').getAttribute('aria-describedby')
    expect(await page.evaluate(id => document.getElementById(id ?? '')?.textContent, described)).toBe(
      'For under-heard artists: the lowest 25% by plays a track in 90 days, or added within 30 days.',
    )
  })

  it('reads that Dwell does not know them yet, and what it goes by', async () => {
    await open({ knowing: 'nothing', suggested: null })
    const { page } = scene
    await page.mouse.move(500, 500)
    await page.getByText('Dwell does not know you yet: it goes by how things sound, and variety.').waitFor()
    await start(page)
    await grid(page)
      .getByText(/^Picked for variety/)
      .first()
      .waitFor()
  })

  it('folds the sliders away, and the strip stays', async () => {
    await open()
    const { page } = scene
    await page.getByRole('button', { name: 'Hide the sliders' }).click()
    await expect.poll(() => slider(page, 'Adventure').count()).toBe(0)
    await strip(page).waitFor()
    await open()
    await page.getByRole('button', { name: 'Show the sliders', expanded: false }).click()
    await slider(page, 'Adventure').waitFor()
  })

  it('is told when a move could not be kept, and sees the slider as it was', async () => {
    await open()
    const { page } = scene
    await page.evaluate(() =>
      window.stage.core.fake.answer({
        'balance.set': () => {
          throw Object.assign(new Error('no room'), { code: 'disk-full' })
        },
      }),
    )
    await slider(page, 'Adventure').press('End')
    await page.getByText('That did not work.').waitFor()
    await page.getByText('balanced', { exact: true }).waitFor()
  })

  it('sees each move of the hand in the strip', async () => {
    await open()
    const { page } = scene
    await start(page)
    const box = await slider(page, 'Adventure').locator('xpath=ancestor::*[@role="group"][1]').boundingBox()
    if (!box) throw new Error('the slider is not drawn')
    await page.evaluate(() => window.dwell.call('balance.set', { discovery: 0.8 }))
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width / 2, y)
    await page.mouse.down()
    for (const end of [2, box.width - 2, 2, box.width - 2]) {
      const before = await heights(page)
      await page.mouse.move(box.x + end, y)
      await expect.poll(() => heights(page)).not.toEqual(before)
    }
    await page.mouse.up()
  })
})

describe('a listener at the rows', () => {
  it('keeps a track where it is, whatever the sliders do', async () => {
    await open()
    const { page } = scene
    await start(page)
    const [, second = ''] = await rows(page)
    const row = grid(page).getByRole('row').nth(1)
    await row.hover()
    await row.getByRole('button', { name: `Keep ${second} where it is` }).click()
    await page.getByText(`“${second}” stays where it is.`).waitFor()
    await slider(page, 'Adventure').press('End')
    await slider(page, 'Discovery').press('End')
    await expect.poll(async () => (await asked('balance.set')).length).toBe(2)
    await expect.poll(async () => (await rows(page))[1]).toBe(second)
    await row.getByText('You put it here').waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(async () => (await row.innerText()).includes('You put it here')).toBe(false)
  })

  it('keeps one by key, and plays another next', async () => {
    await open()
    const { page } = scene
    await start(page)
    await grid(page).getByRole('row').first().focus()
    await page.keyboard.press('p')
    await grid(page).getByRole('row').first().getByText('You put it here').waitFor()
    const before = await rows(page)
    const row = grid(page).getByRole('row').nth(3)
    await row.hover()
    await row.getByRole('button', { name: /^Play .+ next$/ }).click()
    await expect.poll(async () => (await rows(page))[0]).toBe(before[3])
  })

  it('reads marks and how sure Dwell is, by name and not by colour', async () => {
    await open()
    const { page } = scene
    await start(page)
    await slider(page, 'Adventure').press('End')
    await slider(page, 'Discovery').press('End')
    await grid(page).getByRole('img', { name: 'New to you' }).first().waitFor()
    await grid(page)
      .getByRole('img', { name: /likely to be stayed with/ })
      .first()
      .waitFor()
    await grid(page)
      .getByRole('img', { name: /^Drawn at random/ })
      .first()
      .waitFor()
  })
})

describe('a listener who boosts', () => {
  it('boosts what a track belongs to, sees it in the mix, and takes it back', async () => {
    await open()
    const { page } = scene
    await start(page)
    await page.locator('[aria-rowindex="3"]').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Boost…' }).click()
    await page.getByRole('radio', { name: /^The artist / }).check({ force: true })
    await page.getByRole('radio', { name: 'Until I take it back' }).check({ force: true })
    await page.getByRole('dialog').getByRole('button', { name: 'Boost', exact: true }).click()
    await page.getByText(/^Boosted: The artist /).waitFor()
    await expect.poll(() => asked('boosts.add')).toMatchObject([{ target: { of: 'artist' }, until: null }])
    await expect.poll(() => strip(page).getAttribute('aria-label')).not.toContain(' 0 boosted')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText(/^No longer boosted: /).waitFor()
    await expect.poll(() => strip(page).getAttribute('aria-label')).toContain(' 0 boosted')
  })

  it('boosts an album, a genre and a folder from their own menus', async () => {
    await open()
    const { page } = scene
    for (const [tab, list] of [
      ['Genres', 'Genres'],
      ['Artists', 'Artists'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click()
      await page.getByRole('grid', { name: list }).locator('[aria-rowindex="2"]').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Boost…' }).click()
      await page.getByRole('dialog', { name: 'Boost' }).getByRole('button', { name: 'Boost', exact: true }).click()
    }
    await page.getByRole('tab', { name: 'Folders' }).click()
    await page.getByRole('treeitem').first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Boost…' }).click()
    await page.getByRole('dialog', { name: 'Boost' }).getByRole('button', { name: 'Boost', exact: true }).click()
    await expect
      .poll(async () => (await asked('boosts.add')).map(({ target }) => target.of))
      .toEqual(['genre', 'artist', 'folder'])
    for (const { until } of await asked('boosts.add')) expect(until).toBeGreaterThan(Date.now())
  })

  it('reads them in the settings, takes one back, and undoes that', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'A decade…' }).click()
    await page.getByRole('radio', { name: 'The 1990s' }).check({ force: true })
    await page.getByRole('dialog').getByRole('button', { name: 'Boost', exact: true }).click()
    const list = page.getByRole('list', { name: 'Boosts in force' })
    await list.getByText('The 1990s').waitFor()
    await list.getByRole('button', { name: 'Take back: The 1990s' }).click()
    await page.getByText('No longer boosted: The 1990s.').waitFor()
    await expect.poll(() => list.count()).toBe(0)
    await page
      .getByRole('alertdialog')
      .filter({ hasText: 'No longer boosted' })
      .getByRole('button', { name: 'Undo', exact: true })
      .click()
    await list.getByText('The 1990s').waitFor()
  })

  it('sets where the next queue begins and what counts as under-heard', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByText(/among the 25% of artists .+ over the last 90 days, or whose music was added/).waitFor()
    await slider(page, 'Look back over').press('ArrowRight')
    await page.getByText(/over the last 91 days/).waitFor()
    const toggle = (name: string) => page.locator('label').filter({ has: page.getByRole('switch', { name }) })
    await toggle('Adventure by my taste').click()
    await expect.poll(async () => (await asked('settings.set')).at(-1)).toEqual({ defaultAdventure: 0.35 })
    await toggle('Leave one place in twenty to chance').click()
    await expect.poll(async () => (await asked('settings.set')).at(-1)).toEqual({ randomSlots: false })
  })
})

describe.each([
  ['dark', 'en'],
  ['light', 'ko'],
] as const)('with axe, %s, %s', (theme, language) => {
  it('balance, rows, boost dialog and discovery settings have no violation', async () => {
    await scene.open({ settings: { theme, language } })
    const { page } = scene
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('d')
    await page.locator('aside [role=grid] [role=row]').first().waitFor()
    await page.evaluate(() => window.dwell.call('balance.set', { adventure: 1, discovery: 1, exposure: 0.6 }))
    await page.evaluate(() =>
      // The genre's id is the fake's own.
      window.dwell.call('boosts.add', { target: { of: 'decade', from: 1990 }, until: null }),
    )
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('4')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('2')
    await page.locator('[aria-rowindex="3"]').click({ button: 'right' })
    await page.getByRole('menuitem', { name: language === 'en' ? 'Boost…' : '밀어 주기…' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await violations(page)).toEqual([])
    if (language === 'ko') {
      await page.keyboard.press('Escape')
      await page.getByText('과감하게', { exact: true }).waitFor()
      await page.getByRole('slider', { name: '모험' }).waitFor()
    }
  })
})
