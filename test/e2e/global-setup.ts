// What all end-to-end tests of a run share: a screen for each worker, and the interface served as a plain page.
import { needsVirtualDisplay, openVirtualDisplay } from '../../scripts/display.mjs'
import { servePages } from '../renderer/harness/server.ts'
import { workers } from './workers.ts'

export default async function setUp(): Promise<() => Promise<void>> {
  // Two windows on one screen would take the focus from each other.
  const screens = needsVirtualDisplay() ? await Promise.all(Array.from({ length: workers }, openVirtualDisplay)) : []
  const pages = await servePages()
  process.env['DWELL_SCREENS'] = screens.map(({ display }) => display).join(' ')
  process.env['DWELL_PAGES'] = pages.origin
  return async () => {
    await pages.close()
    for (const screen of screens) screen.close()
  }
}
