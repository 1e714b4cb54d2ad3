// The system libraries that Chromium needs and a bare Debian lacks: installed as root, else named with the exact command.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { onPath, quietly } from './command.mjs'
import { CannotHave, say } from './say.mjs'

/** Packages by the library that shows they are installed. Newer Debians and Ubuntus give some a new name. */
const libraries = [
  { soname: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { soname: 'libnss3.so', packages: ['libnss3'] },
  { soname: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { soname: 'libgbm.so.1', packages: ['libgbm1'] },
  { soname: 'libXss.so.1', packages: ['libxss1'] },
  { soname: 'libatk-bridge-2.0.so.0', packages: ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'] },
]
const virtualDisplay = { program: 'Xvfb', packages: ['xvfb'] }
const ffmpeg = { program: 'ffmpeg', packages: ['ffmpeg'] }

/**
 * What is missing, each as its possible package names.
 *
 * @param {{ libraryList: string | null, has: (program: string) => boolean, needsDisplay: boolean, needsFfmpeg: boolean }} machine
 *   `libraryList` is the output of `ldconfig -p`, null where there is none
 * @returns {string[][]}
 */
export function missingPackages({ libraryList, has, needsDisplay, needsFfmpeg }) {
  const absent = libraries.filter(({ soname }) => libraryList !== null && !libraryList.includes(`\t${soname} `))
  const programs = [...(needsDisplay ? [virtualDisplay] : []), ...(needsFfmpeg ? [ffmpeg] : [])]
  return [...absent, ...programs.filter(({ program }) => !has(program))].map(({ packages }) => packages)
}

/**
 * Installs what is missing as root on Debian and its kin.
 *
 * @param {{ needsDisplay: boolean, needsFfmpeg?: boolean }} needs
 * @throws {CannotHave} with the command to run, when they are missing and cannot be installed from here
 */
export async function ensureSystemLibraries({ needsDisplay, needsFfmpeg = false }) {
  if (process.platform !== 'linux') return
  const missing = missingPackages({
    libraryList: libraryList(),
    has: program => onPath(program) !== null,
    needsDisplay,
    needsFfmpeg,
  })
  if (missing.length === 0) return
  const plainNames = missing.map(names => names.at(-1)).join(' ')
  const isDebian = existsSync('/etc/debian_version') && onPath('apt-get') !== null
  const isRoot = process.getuid?.() === 0
  if (!isDebian || !isRoot) {
    const command = isDebian ? `sudo apt-get install -y ${plainNames}` : `(the packages Debian calls) ${plainNames}`
    throw new CannotHave(`system libraries are missing. Install them with: ${command}`)
  }
  say(`installing system packages: ${plainNames}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await quietly('apt-update', 'apt-get', ['update'], { env })
  const names = missing.map(alternatives => alternatives.find(isOffered) ?? alternatives.at(-1) ?? '')
  const install = await quietly('apt-install', 'apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    env,
  })
  if (install.code !== 0) {
    const failed = update.code !== 0 ? update : install
    throw new CannotHave(`apt-get install -y ${names.join(' ')} failed:\n${failed.tail()}`)
  }
}

/** What the system's loader knows; null where it does not tell, and nothing is then said to be missing. */
function libraryList() {
  for (const ldconfig of ['/sbin/ldconfig', '/usr/sbin/ldconfig']) {
    if (existsSync(ldconfig)) return spawnSync(ldconfig, ['-p'], { encoding: 'utf8' }).stdout
  }
  return null
}

/** @param {string} name */
function isOffered(name) {
  return spawnSync('apt-cache', ['show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0
}
