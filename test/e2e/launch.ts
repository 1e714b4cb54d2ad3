// A start of Electron that cannot be lost: made again when playwright waits for ever.
import { readdirSync, readFileSync } from 'node:fs'
import { _electron, type ElectronApplication } from 'playwright-core'

const patienceMs = 30_000

/** A GPU in software, for tests of what runs on a GPU: slow, for tiny shapes. */
export const softwareGpu: readonly string[] = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--ignore-gpu-blocklist',
]

/**
 * Playwright looks for two lines at the start of a line of stderr, where several processes write at once: on a busy machine
 * one may be missed, and then it waits for ever. So a start that takes too long is ended and made again, three times at most.
 * `profile` is a word (or the end of one) on the command line that this start alone has.
 */
export async function launch(
  profile: string,
  options: Parameters<typeof _electron.launch>[0],
): Promise<ElectronApplication> {
  for (let tries = 1; ; tries++) {
    const starting = _electron.launch(options)
    let stop: NodeJS.Timeout | undefined
    const tooLong = new Promise<null>(resolve => {
      stop = setTimeout(resolve, patienceMs, null)
    })
    const app = await Promise.race([starting, tooLong]).finally(() => clearTimeout(stop))
    if (app) return app
    starting.catch(() => undefined)
    endStarted(profile)
    if (tries === 3) throw new Error(`Electron did not start within ${patienceMs} ms, three times`)
  }
}

/** Ends what was started on this profile, which nobody else has: a lost start gives no process to close. */
function endStarted(profile: string): void {
  if (process.platform !== 'linux') return
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      if (Number(pid) !== process.pid && words.some(word => word.endsWith(profile)))
        process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
}
