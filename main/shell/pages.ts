// The shell's end of the preload: ports to pages that ask, calls that the shell answers, and the word before leaving. Every sender is checked.
import {
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  MessageChannelMain,
  type MessagePortMain,
  session,
  type WebContents,
} from 'electron'
import type { Leaving } from '../../preload/contract/bridge.ts'
import { type Handlers, namesOf, type ShellCallName } from '../../preload/contract/contract.ts'
import type { Answer } from '../../preload/contract/errors.ts'
import { after } from '../../preload/contract/everywhere.ts'
import { answerCall } from '../../preload/contract/server.ts'
import type { Log } from '../core/log.ts'
import { isInterface } from './addresses.ts'

export interface Pages {
  /** Gives every open page a port to the core that runs now. */
  reconnect(): void
  /** Asks every page to put down what it holds; resolves when all did, after `limitMs` at the latest. */
  leave(why: Leaving, limitMs: number): Promise<void>
}

export interface PagesOptions {
  readonly handlers: Handlers<ShellCallName>
  /** Hands one end of a channel to the core. */
  readonly openDoor: (port: MessagePortMain) => void
  readonly log: Log
}

/** Begins to answer pages. */
export function answerPages({ handlers, openDoor, log }: PagesOptions): Pages {
  const open = new Set<WebContents>()
  const allow = namesOf('window', 'shell')

  function connect(page: WebContents): void {
    const { port1, port2 } = new MessageChannelMain()
    openDoor(port1)
    page.postMessage('dwell:port', null, [port2])
  }

  ipcMain.on('dwell:connect', event => {
    if (!isTrusted(event)) return refuse(event)
    const page = event.sender
    if (!open.has(page)) {
      open.add(page)
      page.once('destroyed', () => open.delete(page))
    }
    connect(page)
  })

  ipcMain.handle('dwell:shell', (event, name: unknown, input: unknown): Answer<unknown> | Promise<Answer<unknown>> => {
    if (isTrusted(event)) return answerCall(handlers, allow, String(name), input)
    refuse(event)
    return { ok: false, code: 'bad-input', message: 'This page may not ask.' }
  })

  function refuse(event: IpcMainEvent | IpcMainInvokeEvent): void {
    log.warn('a message came from a page that is not ours', { scheme: event.senderFrame?.url.split(':')[0] })
  }

  return {
    reconnect() {
      for (const page of open) if (!page.isCrashed()) connect(page)
    },
    async leave(why, limitMs) {
      await Promise.all([...open].filter(page => !page.isCrashed()).map(page => leavePage(page, why, limitMs)))
    },
  }
}

function leavePage(page: WebContents, why: Leaving, limitMs: number): Promise<void> {
  return new Promise(resolve => {
    const left = (event: IpcMainEvent) => {
      if (event.sender === page && isTrusted(event)) end()
    }
    const end = () => {
      stop()
      ipcMain.off('dwell:left', left)
      page.off('destroyed', end)
      resolve()
    }
    const stop = after(limitMs, end)
    ipcMain.on('dwell:left', left)
    page.once('destroyed', end)
    page.send('dwell:leaving', why)
  })
}

/**
 * The top frame of the interface, and nothing else: a hidden page has its room's port and no other. Its session tells it apart whatever address it
 * gives itself (`history.pushState`).
 */
function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  const isOfWindow = event.sender.session === session.defaultSession
  return isOfWindow && frame !== null && frame.parent === null && isInterface(frame.url)
}
