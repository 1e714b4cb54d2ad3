// The window is where the listener left it, unless that screen is gone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { placeOn, readWindowState, smallest, writeWindowState } from '../../main/shell/window-place.ts'

const desk = { x: 0, y: 0, width: 1920, height: 1080 }
const beside = { x: 1920, y: 0, width: 2560, height: 1440 }

describe('the place of the window', () => {
  it('is the kept one while its screen is there', () => {
    const bounds = { x: 2000, y: 100, width: 1400, height: 900 }
    expect(placeOn(bounds, [desk, beside])).toEqual(bounds)
    expect(placeOn(bounds, [desk])).toBe(null)
  })
  it('shrinks to a smaller screen and never below what the interface needs', () => {
    expect(placeOn({ x: 0, y: 0, width: 3000, height: 2000 }, [desk])).toMatchObject({ width: 1920, height: 1080 })
    expect(placeOn({ x: 0, y: 0, width: 200, height: 200 }, [desk])).toMatchObject(smallest)
  })
  it('lets the title be gripped', () => {
    expect(placeOn({ x: 1900, y: 1060, width: 1280, height: 800 }, [desk])).toBe(null)
    expect(placeOn({ x: -1500, y: 20, width: 1280, height: 800 }, [desk])).toBe(null)
  })
  it('is left to the system at a first start', () => {
    expect(placeOn(null, [desk])).toBe(null)
  })
})

describe('what is remembered of the window', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dwell-window-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('comes back as it was kept', () => {
    const state = {
      bounds: { x: 1, y: 2, width: 900, height: 600 },
      maximized: true,
      theme: 'dark',
      language: 'ko',
    } as const
    const file = join(folder, 'window.json')
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
  })
  it('is a first start’s when the file is missing, broken or of another shape', () => {
    const fresh = { bounds: null, maximized: false, theme: 'system', language: 'system' }
    const file = join(folder, 'window.json')
    expect(readWindowState(file)).toEqual(fresh)
    for (const text of ['{"bounds"', '[]', '{"bounds":{"x":"left"}}']) {
      writeFileSync(file, text)
      expect(readWindowState(file)).toEqual(fresh)
    }
  })
})
