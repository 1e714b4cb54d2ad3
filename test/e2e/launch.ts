// A start of Electron for a test: with no limit that a busy machine could reach, here or in anything waited for afterwards.
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

/** What is waited for in its pages has the same limit. */
export async function launch({ executable, args, env, ...more }: LaunchOptions): Promise<ElectronApplication> {
  const isLinux = process.platform === 'linux'
  const app = await _electron.launch({
    ...more,
    executablePath: isLinux ? fileURLToPath(new URL('electron-lines.sh', import.meta.url)) : executable,
    args: [...args],
    env: isLinux ? { ...env, ELECTRON_LINES_OF: executable } : env,
    timeout: hangsMs,
  })
  app.context().setDefaultTimeout(hangsMs)
  return app
}

export const firstWindow = (app: ElectronApplication): Promise<Page> => app.firstWindow({ timeout: hangsMs })
