// Every page for everybody: no violation that axe finds, every control reached by Tab and named, focus always seen, nothing moves when asked not to.
import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, it } from 'vitest'
import type { Route } from '../../../renderer/base/route.ts'
import { idle, root } from '../harness/fake-core.ts'
import { useScene } from '../harness/stage.ts'

// Ids of the made library.
const routes = [
  { page: 'now' },
  ...(['tracks', 'albums', 'artists', 'genres', 'folders', 'added', 'liked'] as const).map(tab => ({
    page: 'library',
    tab,
  })),
  { page: 'album', id: 5 },
  { page: 'artist', id: 5 },
  { page: 'genre', id: 3, name: 'Jazz' },
  { page: 'playlists' },
  { page: 'playlist', id: 2 },
  { page: 'insights' },
  { page: 'settings' },
] as unknown as readonly Route[]

describe.each([
  ['dark', 'en'],
  ['light', 'ko'],
] as const)('with axe, %s, %s', (theme, language) => {
  const scene = useScene()
  const violations = async (): Promise<string[]> => {
    const { violations: found } = await new AxeBuilder({ page: scene.page }).setLegacyMode(true).analyze()
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    )
  }

  it('no page has a violation', async () => {
    await scene.open({
      settings: { theme, language },
      roots: [
        root(1, 'Music', { failed: 1 }),
        root(2, 'Old drive', { state: 'absent' }),
        root(3, 'Rips', { state: 'shrunken' }),
      ],
      failures: [{ rootName: 'Music', file: 'zero.ogg', code: 'file-empty', message: 'empty' }],
      scan: { ...idle, state: 'reading', found: 100, done: 40, current: 'a.flac', msLeft: 9000 },
      app: { demo: true, notices: [{ id: 'x', kind: 'disk-full' }] },
    })
    const { page } = scene
    await page.locator('[aria-rowindex="3"]').dblclick()
    await page.waitForFunction(() => window.stage.player.getState().status === 'playing')
    for (const route of routes) {
      await page.evaluate(to => window.stage.go(to), route)
      await page.waitForTimeout(250)
      expect({ route, found: await violations() }).toEqual({ route, found: [] })
    }
  })

  it('nor has an open menu, a dialog, a toast, a search, the sheet of keys, the first run', async () => {
    await scene.open({ settings: { theme, language } })
    const { page } = scene
    await page.locator('[aria-rowindex="3"]').click({ button: 'right' })
    await page.getByRole('menu').waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('q')
    await page.locator('[role=alertdialog]').waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type('riv')
    await page.locator('[aria-rowindex="2"]').waitFor()
    expect(await violations()).toEqual([])
    await scene.open({ tracks: 0, roots: [], settings: { theme, language, onboarded: false } })
    expect(await violations()).toEqual([])
  })
})

describe('by keyboard', () => {
  const scene = useScene()

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
    await scene.resize(1280, 820)
  })

  it('nothing was complained about in the page', () => {
    expect(scene.complaints).toEqual([])
  })
})
