// A hidden page: sandboxed, in a session of its own where little is to be had, with one port and no other way to the program.
import { BrowserWindow, type MessagePortMain, session } from 'electron'
import { after } from '../../preload/contract/everywhere.ts'
import type { Log } from '../core/log.ts'
import { type HiddenPage, hiddenAddress } from './addresses.ts'
import { answerHiddenScheme, type HiddenSources } from './protocol/register.ts'
import { hardenSession } from './security.ts'
import type { Sidecar } from './sidecars.ts'

/** A page that has not loaded by then never will. */
const LOAD_LIMIT_MS = 15_000

export interface HiddenPageOptions {
  readonly page: HiddenPage
  /** Absolute path of the built preload/hidden.ts. */
  readonly preload: string
  readonly sources: HiddenSources
  readonly devTools: boolean
  readonly log: Log
  /** Its process ended without being asked to. */
  readonly onGone: () => void
}

/** Opens the page and hands it the port when it has loaded. Rejects when it does not load. */
export async function openHiddenPage(options: HiddenPageOptions, port: MessagePortMain): Promise<Sidecar> {
  const { page, log, onGone } = options
  const window = new BrowserWindow({
    show: false,
    paintWhenInitiallyHidden: false,
    title: page,
    webPreferences: {
      session: sessionOf(options),
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: options.devTools,
      backgroundThrottling: false,
    },
  })
  const close = () => {
    if (!window.isDestroyed()) window.destroy()
  }
  const contents = window.webContents
  let closing = false
  const died = new Promise<never>((_resolve, reject) => {
    contents.once('render-process-gone', (_event, { reason, exitCode }) => {
      if (closing) return
      log.error('a hidden page’s process ended', { page, reason, exitCode })
      reject(new Error(`its process ended: ${reason}`))
      close()
      onGone()
    })
  })
  let stop = () => {}
  const late = new Promise<never>((_resolve, reject) => {
    stop = after(LOAD_LIMIT_MS, () => reject(new Error(`it had not loaded after ${LOAD_LIMIT_MS} ms`)))
  })
  // Both may be broken later, when nobody waits for them any more.
  died.catch(() => {})
  late.catch(() => {})
  try {
    await Promise.race([window.loadURL(hiddenAddress(page)), died, late])
    contents.postMessage('dwell:sidecar', null, [port])
  } catch (thrown) {
    close()
    throw thrown
  } finally {
    stop()
  }
  return {
    close() {
      closing = true
      close()
    },
  }
}

const prepared = new Set<HiddenPage>()

/** In memory only: such a page keeps nothing. */
function sessionOf({ page, sources, log }: HiddenPageOptions) {
  const own = session.fromPartition(`dwell-${page}`)
  if (!prepared.has(page)) {
    prepared.add(page)
    hardenSession(own, log)
    answerHiddenScheme(own, page, sources)
  }
  return own
}
