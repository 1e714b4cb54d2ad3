// Completes package-lock.json: a registry that lacks another platform's binary makes npm leave that package out of the
// lock file, and `npm ci` then refuses the file everywhere. Run after `npm install` wherever the test of the lock asks for it.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32']

/**
 * Optional packages that a locked package asks for and the lock does not hold.
 *
 * @param {Lock} lock
 * @returns {{ name: string, version: string, dev: boolean }[]}
 */
export function missingFromLock(lock) {
  const missing = []
  for (const [path, locked] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
      if (!holders(path).some(holder => `${holder}node_modules/${name}` in lock.packages)) {
        missing.push({ name, version, dev: locked.dev === true })
      }
    }
  }
  return missing
}

/**
 * The lock with an entry for each missing package: version and platform, read from its name; no integrity, for none is known.
 *
 * @param {Lock} lock
 * @returns {Lock}
 */
export function completeLock(lock) {
  const packages = { ...lock.packages }
  for (const { name, version, dev } of missingFromLock(lock)) {
    const words = name.split(/[/-]/)
    const os = systems.filter(system => words.includes(system))
    const cpu = processors.filter(processor => words.includes(processor))
    const libc = words.some(word => word.startsWith('musl'))
      ? ['musl']
      : words.some(word => word.startsWith('gnu'))
        ? ['glibc']
        : []
    if (!/^\d/.test(version) || os.length === 0 || cpu.length === 0) continue
    packages[`node_modules/${name}`] = {
      version,
      cpu,
      ...(dev && { dev }),
      ...(libc.length > 0 && os[0] === 'linux' && { libc }),
      optional: true,
      os,
    }
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { ...lock, packages: Object.fromEntries(sorted) }
}

/**
 * Where Node looks for what a package imports: the package itself, then every folder above it.
 *
 * @param {string} path
 */
function holders(path) {
  const found = path === '' ? [] : [`${path}/`]
  for (let end = path.lastIndexOf('node_modules/'); end > 0; end = path.lastIndexOf('node_modules/', end - 1)) {
    found.push(path.slice(0, end))
  }
  return [...found, '']
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url))
  /** @type {Lock} */
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingFromLock(lock)
  if (missing.length > 0) writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`)
  console.log(`${missing.length} packages of other platforms added to package-lock.json`)
}
