// A wire to a page from outside, over Chromium's debugging port: evaluates in it and presses keys, with nothing between that takes time.
import { setTimeout as pause } from 'node:timers/promises'

export interface PageWire {
  /** The value of an expression, awaited in the page and copied as JSON. Throws what it throws, and when the page has gone. */
  evaluate<T>(expression: string): Promise<T>
  press(key: {
    readonly key: string
    readonly code: string
    readonly text: string
    readonly number: number
  }): Promise<void>
  close(): void
}

interface Reply {
  readonly id?: number
  readonly error?: { readonly message: string }
  readonly result?: {
    readonly result?: { readonly value?: unknown }
    readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } }
  }
}

/** The debugging address in what a program says when it starts with `--remote-debugging-port=0`. */
export const debuggingPort = (said: string): number | null => {
  const [, port] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said) ?? []
  return port === undefined ? null : Number(port)
}

/** The first page behind the port, as soon as it is on its way: a wire to its empty forerunner would have the preload run twice. */
export async function wireToPage(port: number, limitMs = 60_000): Promise<PageWire> {
  for (const until = performance.now() + limitMs; performance.now() < until; await pause(15)) {
    // Chromium's own list of what can be debugged.
    const targets = (await fetch(`http://127.0.0.1:${port}/json/list`)
      .then(response => response.json())
      .catch(() => [])) as readonly {
      readonly type: string
      readonly url: string
      readonly webSocketDebuggerUrl?: string
    }[]
    const url = targets.find(({ type, url: at }) => type === 'page' && /^(dwell|file):/.test(at))?.webSocketDebuggerUrl
    if (url !== undefined) return connected(url)
  }
  throw new Error('no page came')
}

async function connected(url: string): Promise<PageWire> {
  const socket = new WebSocket(url)
  const waiting = new Map<number, (reply: Reply) => void>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    // Chromium speaks JSON here.
    const reply = JSON.parse(String(data)) as Reply
    if (reply.id === undefined) return
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  socket.addEventListener('close', () => {
    for (const answer of waiting.values()) answer({ error: { message: 'the page has gone' } })
    waiting.clear()
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error('the page does not let itself be debugged')), {
      once: true,
    })
  })

  function say(method: string, params: Readonly<Record<string, unknown>>): Promise<NonNullable<Reply['result']>> {
    last += 1
    const id = last
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ error, result }) => (error ? reject(new Error(error.message)) : resolve(result ?? {})))
      socket.send(JSON.stringify({ id, method, params }))
    })
  }

  return {
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails: failed } = await say('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
        userGesture: true,
      })
      if (failed) throw new Error(failed.exception?.description ?? failed.text)
      // What the caller's own expression gives.
      return result?.value as T
    },
    async press({ key, code, text, number }) {
      const same = { key, code, windowsVirtualKeyCode: number }
      await say('Input.dispatchKeyEvent', { type: 'keyDown', text, ...same })
      await say('Input.dispatchKeyEvent', { type: 'keyUp', ...same })
    },
    close: () => socket.close(),
  }
}
