// The anchor of the scan: what mpd takes to index the same folder from nothing, and to find nothing new.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface MpdTimes {
  readonly firstMs: number
  readonly againMs: number
}

export const hasMpd = ['mpd', 'mpc'].every(
  program => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined,
)

export async function mpdUpdate(library: string, work: string): Promise<MpdTimes> {
  const state = mkdtempSync(join(work, 'mpd-'))
  mkdirSync(join(state, 'music'))
  symlinkSync(library, join(state, 'music/library'))
  const socket = join(state, 'bind')
  const lines = [
    `music_directory "${join(state, 'music')}"`,
    `db_file "${join(state, 'db')}"`,
    `bind_to_address "${socket}"`,
    `log_file "${join(state, 'log')}"`,
    'auto_update "no"',
    'zeroconf_enabled "no"',
    'audio_output {\n  type "null"\n  name "null"\n}',
  ]
  writeFileSync(join(state, 'mpd.conf'), `${lines.join('\n')}\n`)
  const mpd = spawn('mpd', ['--no-daemon', join(state, 'mpd.conf')], { stdio: 'ignore' })
  const ended = new Promise<void>(resolve => mpd.once('exit', () => resolve()))
  const mpc = (...args: readonly string[]) =>
    execFileSync('mpc', args, { env: { ...process.env, MPD_HOST: socket }, stdio: 'ignore' })
  try {
    for (let tries = 0; !existsSync(socket) && tries < 100; tries++) await wait(100)
    mpc('status')
    const update = () => {
      const from = performance.now()
      mpc('update', '--wait')
      return performance.now() - from
    }
    return { firstMs: update(), againMs: update() }
  } finally {
    mpd.kill()
    await ended
    rmSync(state, { recursive: true, force: true })
  }
}
