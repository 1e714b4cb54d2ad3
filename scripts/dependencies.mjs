// node_modules as the lock file says, installed when missing or older than it. Needs nothing but Node 20 and npm.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { quietly } from './command.mjs'
import { projectNode } from './node.mjs'
import { root } from './places.mjs'
import { CannotHave, say } from './say.mjs'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/** Makes node_modules agree with package-lock.json; does nothing, in a few milliseconds, when it already does. */
export async function ensureDependencies(folder = root) {
  const stamp = dependencyStamp(readFileSync(join(folder, 'package-lock.json')))
  const stampFile = join(folder, 'node_modules', '.cache', 'dwell', 'dependencies')
  if (readText(stampFile) === stamp && projectNode(folder)) return
  if (!agreesWithLock(folder)) await install(folder)
  if (!projectNode(folder)) await installNode(folder)
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
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
    return found ? found.version === version && existsSync(join(folder, path)) : optional === true
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
  const npm = await quietly('npm-ci', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder })
  if (npm.code !== 0) {
    throw new CannotHave(`npm ci failed (exit code ${npm.code}). Its last lines, whole in ${npm.log}:\n${npm.tail()}`)
  }
  await installTensorFlow(folder)
}

/** @param {string} folder */
async function installNode(folder) {
  say('installing Node 24 for the scripts')
  const packageFolder = join(folder, 'node_modules', 'node')
  const setup = await quietly('node-24', process.execPath, ['installArchSpecificPackage.js'], { cwd: packageFolder })
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
  const script = await quietly('tfjs-node', process.execPath, ['scripts/install.js'], {
    cwd: packageFolder,
    timeoutMs: 5 * 60_000,
  })
  if (script.code !== 0) rmSync(packageFolder, { recursive: true, force: true })
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
