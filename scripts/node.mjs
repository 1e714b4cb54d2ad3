// Which Node runs what comes after the set-up: Node 24 from the package, whatever Node the machine has.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './places.mjs'

/**
 * The executable of the installed `node` package, or null when it is not there.
 *
 * @param {string} folder
 */
export function projectNode(folder = root) {
  const file = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(file) ? file : null
}

/**
 * The environment for programs of the project: its Node and its tools come first on PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnv(env = process.env) {
  const bin = join(root, 'node_modules', '.bin')
  const rest = (env['PATH'] ?? '').split(delimiter).filter(folder => folder !== bin)
  return { ...env, PATH: [bin, ...rest].join(delimiter) }
}
