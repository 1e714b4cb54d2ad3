// A start of Electron for a test: with no limit that a busy machine could fail by, here or in anything waited for afterwards.
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

/** Only what hangs takes so long. */
export const hangsMs = 600_000

/** A GPU in software, for tests of what runs on a GPU: slow, for tiny shapes. */
export const softwareGpu: readonly string[] = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--ignore-gpu-blocklist',
]

interface LaunchOptions {
  readonly executable: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** A start that takes so long was lost by playwright, or the machine is very busy: it is made again, twice, and the last one has no limit. */
const patienceMs = 90_000
const MARK = 'DWELL_TEST_START'

/** What is waited for in its pages has the same limit. `begin` belongs to the start: what is lost in it starts anew as well. */
export async function launch(
  options: LaunchOptions,
  begin: (app: ElectronApplication) => Promise<unknown> = async () => {},
): Promise<ElectronApplication> {
  for (let left = 2; ; left--) {
    const mark = randomUUID()
    const starting = start(options, mark).then(async app => {
      await begin(app)
      return app
    })
    if (left === 0 || process.platform !== 'linux') return starting
    let stop: NodeJS.Timeout | undefined
    const tooLong = new Promise<null>(resolve => {
      stop = setTimeout(resolve, patienceMs, null)
    })
    const app = await Promise.race([starting, tooLong]).finally(() => clearTimeout(stop))
    if (app) return app
    starting.catch(() => undefined)
    end(mark)
  }
}

async function start({ executable, args, env, ...more }: LaunchOptions, mark: string): Promise<ElectronApplication> {
  const isLinux = process.platform === 'linux'
  const app = await _electron.launch({
    ...more,
    executablePath: isLinux ? fileURLToPath(new URL('electron-lines.sh', import.meta.url)) : executable,
    args: [...args],
    env: { ...env, [MARK]: mark, ...(isLinux && { ELECTRON_LINES_OF: executable }) },
    timeout: hangsMs,
  })
  app.context().setDefaultTimeout(hangsMs)
  return app
}

/** Ends every process of a lost start: it gives none to close. */
function end(mark: string): void {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${MARK}=${mark}`)) process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It ended by itself meanwhile, or is somebody else's.
    }
  }
}

export const firstWindow = (app: ElectronApplication): Promise<Page> => app.firstWindow({ timeout: hangsMs })
