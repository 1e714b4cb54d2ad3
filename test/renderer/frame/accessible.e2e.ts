// The window for everybody: every control reached by Tab and named, focus always seen, nothing moves when asked not to.
import { describe, expect, it } from 'vitest'
import { sceneOfFile } from '../harness/stage.ts'

const scene = sceneOfFile()

describe('by keyboard', () => {
  it('every stop of Tab has a name and shows its focus, and Tab comes round', async () => {
    await scene.open()
    const { page } = scene
    await page.locator('[aria-rowindex="3"]').dblclick()
    await page.waitForFunction(() => window.stage.player.getState().status === 'playing')
    await page.evaluate(() => document.querySelector<HTMLElement>('a[href="#page"]')?.focus())
    const stops: string[] = []
    for (let n = 0; n < 80; n++) {
      await page.keyboard.press('Tab')
      const stop = await page.evaluate(() => {
        const element = document.activeElement
        if (!(element instanceof HTMLElement) || element === document.body || element.hasAttribute('data-visited'))
          return null
        element.setAttribute('data-visited', '')
        const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id))
        const name = [element, ...labels]
          .map(each => each?.getAttribute('aria-label') ?? each?.textContent ?? '')
          .join(' ')
        // What is drawn around it: on itself, on what it stands for, or on its row.
        const drawn = [
          element,
          element.parentElement,
          element.querySelector('*'),
          element.querySelector('[data-active]'),
          element.nextElementSibling,
          element.closest('[data-focus-visible], [class*=search]'),
        ]
        const isSeen =
          drawn.some(each => {
            if (!each) return false
            const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
            return (
              (outlineStyle !== 'none' && outlineWidth !== '0px') ||
              (each.className.toString().includes('search') && boxShadow !== 'none')
            )
          }) || [...element.querySelectorAll('*')].some(each => getComputedStyle(each).outlineStyle === 'solid')
        return {
          name: name.trim(),
          isSeen,
          tag: `${element.tagName} ${element.getAttribute('role') ?? ''} ${element.className}`,
        }
      })
      if (!stop) break
      expect(stop.name, stop.tag).not.toBe('')
      expect(stop.isSeen, `focus on ${stop.tag} ${stop.name}`).toBe(true)
      stops.push(stop.name)
    }
    expect(stops).toEqual(
      expect.arrayContaining(['Now', 'Library', 'Playlists', 'Settings', 'Pause', 'Next', 'Volume', 'Tracks', 'Like']),
    )
    expect(stops.length).toBeLessThan(60)
  })

  it('the sheet of keys opens with a question mark and closes with Escape', async () => {
    await scene.open()
    await scene.page.keyboard.press('?')
    await scene.page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await scene.page.keyboard.press('Escape')
    await expect.poll(() => scene.page.getByRole('dialog').count()).toBe(0)
  })

  it('nothing moves when the listener asked for less motion', async () => {
    await scene.open()
    const moving = await scene.page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter(element => {
          const { transitionDuration, animationName } = getComputedStyle(element)
          return transitionDuration.split(',').some(time => Number.parseFloat(time) > 0) || animationName !== 'none'
        }).length,
    )
    expect(moving).toBe(0)
  })

  it('the smallest window still shows everything that plays', async () => {
    await scene.open()
    const { page } = scene
    await scene.resize(880, 560)
    await page.locator('[aria-rowindex="3"]').dblclick({ position: { x: 140, y: 20 } })
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    for (const name of ['Pause', 'Next', 'Mute']) {
      const box = await page.getByRole('button', { name, exact: true }).boundingBox()
      expect(box && box.x >= 0 && box.x + box.width <= 880, name).toBe(true)
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(880)
  })
})
