// Builds the shell of the lab's tests and opens it in a real Electron, with a GPU in software.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication } from 'playwright-core'
import { build } from 'vite'
import { findElectron } from '../../../scripts/electron.mjs'
import { chromiumFlags } from '../../../scripts/launch.mjs'
import { launch, softwareGpu } from '../launch.ts'
import type { LabShell } from './shell.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface OpenedLab {
  readonly app: ElectronApplication
  /** Calls the shell's `lab`. */
  call<N extends keyof LabShell>(name: N, ...given: Parameters<LabShell[N]>): Promise<Awaited<ReturnType<LabShell[N]>>>
  close(): Promise<void>
}

/** The application must be built. */
export async function openTraining(): Promise<OpenedLab> {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-lab-'))
  await build({
    root: here,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'shell'),
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      ssr: join(here, 'shell.ts'),
      rolldownOptions: { external: ['electron'], output: { format: 'es', entryFileNames: 'main.js' } },
    },
    ssr: { noExternal: true },
  })
  writeFileSync(
    join(folder, 'shell', 'package.json'),
    JSON.stringify({ name: 'lab', version: '1.0.0', type: 'module', main: 'main.js' }),
  )
  const named = process.env['DWELL_ELECTRON_PATH']
  const electron = findElectron(named ? { env: { ...process.env, DWELL_ELECTRON: named } } : {})
  if (!electron) throw new Error('There is no Electron yet: `npm start` or `npm test` fetches one.')
  const profile = join(folder, 'profile')
  const env = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const app = await launch({
    executable: electron.executable,
    args: [
      ...chromiumFlags().flags,
      ...softwareGpu,
      '--log-level=3',
      `--user-data-dir=${profile}`,
      join(folder, 'shell'),
    ],
    cwd: root,
    env: { ...env, LAB_APP: root, LAB_PROFILE: profile },
  })
  return {
    app,
    call: (name, ...given) =>
      app.evaluate(
        async (_electron, [what, words]) => {
          // put there by shell.ts; the words fit by the type of `call`
          const { lab } = globalThis as unknown as {
            readonly lab: Promise<Record<string, (...all: unknown[]) => unknown>>
          }
          return (await lab)[what]?.(...words)
        },
        [name, given] as const,
      ) as never, // the answer of the method of that name
    async close() {
      await app.evaluate(({ app: electronApp }) => electronApp.exit(0)).catch(() => {})
      await app.close().catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
