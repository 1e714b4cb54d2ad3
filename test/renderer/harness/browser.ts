// A real Chromium for interface tests.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = [
  process.env['DWELL_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** Where a Chromium lies on this machine, or null. */
export const chromiumPath: string | null = places.find(path => path && existsSync(path)) ?? null

export async function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('no Chromium on this machine: apt-get install chromium, or set DWELL_CHROMIUM')
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--force-color-profile=srgb'] })
}
