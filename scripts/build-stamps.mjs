// Which of the three bundles are older than their sources.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './places.mjs'
import { compareStamp } from './stamp.mjs'

/** @typedef {'main' | 'preload' | 'renderer'} Bundle */
/** @typedef {Partial<Record<Bundle, import('./stamp.mjs').Stamp>>} Stamps */

/** What each bundle is made of. The lock file stands for everything in node_modules. */
const common = ['electron.vite.config.ts', 'package-lock.json', 'tsconfig.base.json', 'models', 'preload/contract']
/** @type {Record<Bundle, { entry: string, output: string, sources: string[] }>} */
export const bundles = {
  main: { entry: 'main/index.ts', output: 'out/main/index.js', sources: [...common, 'main'] },
  preload: { entry: 'preload/index.ts', output: 'out/preload/index.cjs', sources: [...common, 'preload'] },
  renderer: { entry: 'renderer/index.html', output: 'out/renderer/index.html', sources: [...common, 'renderer'] },
}

const stampsFile = 'out/.stamps.json'

/**
 * @param {string} folder
 * @returns {{ stale: Bundle[], stamps: Stamps }} the bundles to build, and the stamps to keep once they are built
 */
export function staleBundles(folder = root) {
  const before = readStamps(folder)
  /** @type {Stamps} */
  const stamps = {}
  /** @type {Bundle[]} */
  const stale = []
  for (const bundle of bundleNames) {
    const { entry, output, sources } = bundles[bundle]
    if (!existsSync(join(folder, entry))) continue
    const { same, stamp } = compareStamp(folder, sources, before[bundle])
    stamps[bundle] = stamp
    if (!same || !existsSync(join(folder, output))) stale.push(bundle)
  }
  if (stale.length === 0 && JSON.stringify(stamps) !== JSON.stringify(before)) keepStamps(stamps, folder)
  return { stale, stamps }
}

/** @type {readonly Bundle[]} */
const bundleNames = ['main', 'preload', 'renderer']

/**
 * @param {Stamps} stamps
 * @param {string} folder
 */
export function keepStamps(stamps, folder = root) {
  const file = join(folder, stampsFile)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(stamps))
}

/**
 * @param {string} folder
 * @returns {Stamps}
 */
function readStamps(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, stampsFile), 'utf8'))
  } catch {
    return {}
  }
}
