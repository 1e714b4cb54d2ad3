// A shell with nothing but hidden sidecars, opened as the application opens them, and the core's side of the lab beside it.
import { join } from 'node:path'
import { app, MessageChannelMain, type MessagePortMain } from 'electron'
import { askedSidecars } from '../../../main/core/host/asked-sidecars.ts'
import { sidecarOf } from '../../../main/core/learning/training-worker/measure.ts'
import { openSession } from '../../../main/core/learning/training-worker/session.ts'
import { openHiddenPage } from '../../../main/shell/hidden-page.ts'
import { listAppFiles } from '../../../main/shell/protocol/app-files.ts'
import { declareScheme } from '../../../main/shell/protocol/register.ts'
import { hardenContents, quietChromium } from '../../../main/shell/security.ts'
import { createSidecars } from '../../../main/shell/sidecars.ts'
import { openTrainingProcess } from '../../../main/shell/training-process.ts'
import type { BackendName } from '../../../preload/contract/learning.ts'
import { fromElectronPort, type Port } from '../../../preload/contract/port.ts'

/** The folder of the built application. */
const built = process.env['LAB_APP'] ?? ''
app.setPath('userData', process.env['LAB_PROFILE'] ?? app.getPath('userData'))

const lines: string[] = []
const note = (message: string, facts?: object) => void lines.push(`${message} ${JSON.stringify(facts ?? {})}`)
const log = { info: note, warn: note, error: note }

const asked = askedSidecars(wish => shell.onWish(wish))
const shell = createSidecars<MessagePortMain>({
  channel() {
    const { port1, port2 } = new MessageChannelMain()
    return [port1, port2]
  },
  async open(room, port, onGone) {
    if (room === 'training-node')
      return openTrainingProcess({ file: join(built, 'out/main/training.js'), log, onGone }, port)
    const media = {
      placeOf: () => Promise.resolve({ path: join(built, 'package.json'), mime: 'audio/flac' }),
      forget: () => {},
    }
    const files = listAppFiles(join(built, 'out/renderer'))
    const preload = join(built, 'out/preload/hidden.cjs')
    return openHiddenPage({ page: room, preload, sources: { files, media }, devTools: true, log, onGone }, port)
  },
  answer: (message, port) => asked.hear(message, port ? fromElectronPort(port) : null),
  log,
})

const sessions = new Map<BackendName, Awaited<ReturnType<typeof openSession>>>()
const left: Port[] = []
let closes = 0

const lab = {
  /** What the backend runs on, or why it is not here. */
  async start(backend: BackendName): Promise<string> {
    const session = await openSession({
      sidecars: asked.sidecars,
      sidecar: sidecarOf(backend),
      backend,
      memoryBytes: 2 ** 30,
    })
    sessions.set(backend, session)
    return 'why' in session ? session.why : session.detail
  },
  /** The losses of a short training, or what went wrong. */
  async train(backend: BackendName, steps: number): Promise<number[] | string> {
    const session = sessions.get(backend)
    if (!session || 'why' in session) return 'not started'
    const input = { steps, limitMs: 120_000, bestMs: Number.MAX_VALUE }
    try {
      const output = await session.run({ name: 'trial', input, seed: 1, limitMs: 120_000 })
      // the trial's own answer
      return [...(output as { readonly losses: Float32Array }).losses]
    } catch (error) {
      return String(error)
    }
  },
  isOpen(backend: BackendName): boolean {
    const session = sessions.get(backend)
    return session !== undefined && 'run' in session && session.isOpen()
  },
  leave(backend: BackendName): void {
    const session = sessions.get(backend)
    if (session && 'run' in session) session.close()
  },
  /** Opens a room without a lab's client at its end; false where it cannot be had. */
  async room(name: 'audio-analysis' | 'training-page'): Promise<boolean> {
    const port = await asked.sidecars.open(name)
    if (!port) return false
    left.push(port)
    port.onClose(() => closes++)
    return true
  },
  closes: () => closes,
  leaveAll: () => shell.closeAll(),
  lines: () => lines,
}

export type LabShell = typeof lab

quietChromium()
declareScheme()
hardenContents(log, wish => note('a wish was granted', { wish }))
Object.assign(globalThis, { lab: app.whenReady().then(() => lab) })
// Sidecars come and go; the shell stays.
app.on('window-all-closed', () => {})
