// Where things lie: the repository, its build, and what is kept for this user between clones.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Logs of commands that are silent when they succeed. */
export const logs = join(root, '.cache', 'logs')

/**
 * What is dear to fetch or make and the same for every clone: kept once per user.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function userCache(env = process.env) {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'dwell')
  if (process.platform === 'win32' && env['LOCALAPPDATA']) return join(env['LOCALAPPDATA'], 'dwell', 'cache')
  return join(env['HOME'] || homedir(), '.cache', 'dwell')
}
