// Where the window was and which theme it had: remembered beside Chromium's data, put back only where there still is a screen.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const whole = z.number().int()
const windowStateSchema = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole.positive(), height: whole.positive() }).nullable(),
  maximized: z.boolean(),
  /** Known before the core is: so that the first colour on screen is already the right one. */
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'ko']),
})
export type WindowState = z.infer<typeof windowStateSchema>

export const smallest = { width: 880, height: 560 } as const
export const firstSize = { width: 1280, height: 820 } as const
const fresh: WindowState = { bounds: null, maximized: false, theme: 'system', language: 'system' }

/** What was kept, or the state of a first start when nothing (readable) was. */
export function readWindowState(file: string): WindowState {
  try {
    const parsed = windowStateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : fresh
  } catch {
    return fresh
  }
}

/** Keeps the state whole or not at all. Throws when the disk refuses. */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

/**
 * Bounds for a new window: the kept ones when at least a grip of 100 by 40 px of the title lies on some screen, shrunk to that screen;
 * else null, which means the middle of the main screen.
 */
export function placeOn(bounds: WindowState['bounds'], screens: readonly Rectangle[]): Rectangle | null {
  if (!bounds) return null
  const grip = { x: bounds.x, y: bounds.y, width: bounds.width, height: 40 }
  const screen = screens.find(each => overlap(grip, each).width >= 100 && overlap(grip, each).height >= 40)
  if (!screen) return null
  return {
    x: bounds.x,
    y: bounds.y,
    width: Math.max(smallest.width, Math.min(bounds.width, screen.width)),
    height: Math.max(smallest.height, Math.min(bounds.height, screen.height)),
  }
}

function overlap(a: Rectangle, b: Rectangle): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
  }
}
