// node_modules as the lock file says, installed when missing or older than it. Needs nothing but Node 20 and npm.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { alone } from './alone.mjs'
import { quietly } from './command.mjs'
import { projectNode } from './node.mjs'
import { root } from './places.mjs'
import { CannotHave, say } from './say.mjs'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/** Makes node_modules agree with package-lock.json; does nothing, in a few milliseconds, when it already does. */
export async function ensureDependencies(folder = root) {
  if (isReady(folder)) return
  await alone(join(folder, '.cache', 'installing'), async () => {
    if (isReady(folder)) return
    if (!agreesWithLock(folder)) await install(folder)
    if (!projectNode(folder)) await installNode(folder)
    mkdirSync(dirname(stampFile(folder)), { recursive: true })
    writeFileSync(stampFile(folder), currentStamp(folder))
  })
}

/** @param {string} folder */
function isReady(folder) {
  return readText(stampFile(folder)) === currentStamp(folder) && projectNode(folder) !== null
}

/** @param {string} folder */
function stampFile(folder) {
  return join(folder, 'node_modules', '.cache', 'dwell', 'dependencies')
}

/** @param {string} folder */
function currentStamp(folder) {
  return dependencyStamp(readFileSync(join(folder, 'package-lock.json')))
}

/**
 * What an installed tree depends on: the lock file and the platform whose binaries were chosen.
 *
 * @param {Buffer} lockFile
 */
export function dependencyStamp(lockFile, platform = `${process.platform}-${process.arch}`) {
  return `${createHash('sha256').update(lockFile).digest('hex')} ${platform}`
}

/**
 * Whether what npm says it installed is what the lock file asks for, so that a tree installed by hand is left alone.
 * Optional packages may be absent: they belong to other platforms, or could not be built.
 *
 * @param {string} folder
 */
export function agreesWithLock(folder) {
  const installedText = readText(join(folder, 'node_modules', '.package-lock.json'))
  if (installedText === null) return false
  /** @type {Record<string, LockedPackage>} */
  const installed = JSON.parse(installedText).packages
  /** @type {Record<string, LockedPackage>} */
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = installed[path]
    const isThere = found !== undefined && existsSync(join(folder, path))
    return isThere ? found.version === version : optional === true
  })
}

/**
 * Install scripts are not run here but one by one below: npm 10 knows no allow-list, and would try to compile packages
 * that bring their binaries.
 *
 * @param {string} folder
 */
async function install(folder) {
  say('installing dependencies (npm ci)')
  const npm = await quietly('npm-ci', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: machineEnv(folder),
  })
  if (npm.code !== 0) {
    throw new CannotHave(`npm ci failed (exit code ${npm.code}). Its last lines, whole in ${npm.log}:\n${npm.tail()}`)
  }
  await installTensorFlow(folder)
}

/** @param {string} folder */
async function installNode(folder) {
  say('installing Node 24 for the scripts')
  const packageFolder = join(folder, 'node_modules', 'node')
  const setup = await quietly('node-24', 'node', ['installArchSpecificPackage.js'], {
    cwd: packageFolder,
    env: machineEnv(folder),
  })
  if (!projectNode(folder)) {
    throw new CannotHave(`Node 24 could not be installed. Last lines, whole in ${setup.log}:\n${setup.tail()}`)
  }
}

/**
 * tfjs-node fetches its library while installing. Where that cannot be had the program does without, as it must
 * everywhere, and what is left of the package is removed so that nothing finds half of it.
 *
 * @param {string} folder
 */
async function installTensorFlow(folder) {
  const packageFolder = join(folder, 'node_modules', '@tensorflow', 'tfjs-node')
  if (!existsSync(packageFolder)) return
  const script = await quietly('tfjs-node', 'node', ['scripts/install.js'], {
    cwd: packageFolder,
    env: machineEnv(folder),
    timeoutMs: 5 * 60_000,
  })
  if (script.code !== 0) rmSync(packageFolder, { recursive: true, force: true })
}

/**
 * The environment without node_modules on PATH: a program must not be run by what it is about to replace.
 *
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
function machineEnv(folder) {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return {
    ...process.env,
    PATH: folders.filter(entry => !entry.startsWith(join(folder, 'node_modules'))).join(delimiter),
  }
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
