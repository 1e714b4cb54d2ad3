// better-sqlite3's binary for an Electron older than its Node-API 10: a copy that asks for "experimental", which is where
// older Nodes keep what it needs (references to strings). Experimental modules have their finalizers called inside a
// garbage collection, and Node 20 ends the process when one of these deletes a reference, as every collected statement
// would: in the copy that call does nothing, and a few hundred bytes a statement stay until the end.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, userCache } from '../places.mjs'

/** From this Electron on, the prebuilt binary loads as it is. */
const firstElectronWithNodeApi10 = 35

const versionFunction = 'node_api_module_get_api_version_v1'
/** `endbr64; mov $10, %eax; ret`, the whole body of the function of that name. */
const asksForVersion10 = Buffer.from('f30f1efab80a000000c3', 'hex')
/** NODE_API_EXPERIMENTAL: 0x7fffffff in place of 10. */
const asksForExperimental = Buffer.from('f30f1efab8ffffff7fc3', 'hex')

const deleteReference = 'napi_delete_reference'
/** Imported by the same binary, takes a pointer, does nothing at all in glibc and answers 0, which is napi_ok. */
const doesNothing = 'pthread_mutexattr_destroy'

/** @param {string} electronVersion */
export function needsPatchedBinding(electronVersion) {
  return Number.parseInt(electronVersion, 10) < firstElectronWithNodeApi10
}

/**
 * The path of the patched copy, made when it is not there yet.
 *
 * @param {{ prebuild?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {string}
 * @throws {Error} when the binary is not the one that is known
 */
export function patchedBinding({ prebuild = linuxPrebuild, env = process.env } = {}) {
  const original = readFileSync(prebuild)
  const key = createHash('sha256').update(original).digest('hex').slice(0, 16)
  const copy = join(userCache(env), `better-sqlite3-${key}-for-node-20.node`)
  if (!existsSync(copy)) {
    mkdirSync(userCache(env), { recursive: true })
    const making = `${copy}.${process.pid}`
    writeFileSync(making, askForExperimental(original))
    renameSync(making, copy)
  }
  return copy
}

export const linuxPrebuild = join(root, 'node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node')

/**
 * A copy of the binary with the one function and the one import changed.
 *
 * @param {Buffer} binary
 * @returns {Buffer}
 * @throws {Error} when it is no 64-bit ELF, lacks one of the symbols, or its function is not those ten bytes
 */
export function askForExperimental(binary) {
  const elf = readElf(binary)
  const { value, size, section } = symbolOf(elf, binary, versionFunction)
  const home = elf.sections[section]
  if (!home) throw new Error(`the SQLite binding does not define ${versionFunction}`)
  const offset = value - home.address + home.offset
  const body = binary.subarray(offset, offset + size)
  if (!body.equals(asksForVersion10)) {
    throw new Error(
      `the SQLite binding is not the one that is known: ${versionFunction} is ${body.subarray(0, 16).toString('hex')}`,
    )
  }
  const from = symbolOf(elf, binary, deleteReference)
  const to = symbolOf(elf, binary, doesNothing)
  if (from.section !== 0 || to.section !== 0) throw new Error('the SQLite binding defines what it should import')

  const copy = Buffer.from(binary)
  asksForExperimental.copy(copy, offset)
  copy.writeUInt32LE(binary.readUInt32LE(to.entryAt), from.entryAt)
  copy.writeUInt16LE(binary.readUInt16LE(to.versionAt), from.versionAt)
  return copy
}

/** @typedef {{ type: number, address: number, offset: number, size: number, link: number }} Section */
/** @typedef {{ sections: Section[], symbols: Section, names: Section, versions: Section }} Elf */

const dynamicSymbols = 11
const symbolVersions = 0x6fffffff

/**
 * The tables of an ELF64 little-endian file. After the ELF-64 object file format, 1.5: section headers of 64 bytes.
 *
 * @param {Buffer} binary
 * @returns {Elf}
 */
function readElf(binary) {
  if (binary.length < 64 || binary.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') {
    throw new Error('the SQLite binding is no 64-bit ELF file')
  }
  const start = Number(binary.readBigUInt64LE(40))
  const headerSize = binary.readUInt16LE(58)
  const count = binary.readUInt16LE(60)
  if (start + headerSize * count > binary.length) throw new Error('the SQLite binding is cut short')
  const sections = Array.from({ length: count }, (_, index) => {
    const at = start + index * headerSize
    return {
      type: binary.readUInt32LE(at + 4),
      address: Number(binary.readBigUInt64LE(at + 16)),
      offset: Number(binary.readBigUInt64LE(at + 24)),
      size: Number(binary.readBigUInt64LE(at + 32)),
      link: binary.readUInt32LE(at + 40),
    }
  })
  const symbols = sections.find(({ type }) => type === dynamicSymbols)
  const versions = sections.find(({ type }) => type === symbolVersions)
  const names = symbols && sections[symbols.link]
  if (!symbols || !versions || !names) throw new Error('the SQLite binding has no dynamic symbols')
  return { sections, symbols, names, versions }
}

/**
 * A dynamic symbol by its name: entries of 24 bytes, each with its version in a table of 2 bytes.
 *
 * @param {Elf} elf
 * @param {Buffer} binary
 * @param {string} name
 */
function symbolOf({ symbols, names, versions }, binary, name) {
  for (let index = 0; index * 24 + 24 <= symbols.size; index += 1) {
    const at = symbols.offset + index * 24
    const nameAt = names.offset + binary.readUInt32LE(at)
    if (binary.toString('latin1', nameAt, nameAt + name.length + 1) !== `${name}\0`) continue
    return {
      entryAt: at,
      versionAt: versions.offset + index * 2,
      section: binary.readUInt16LE(at + 6),
      value: Number(binary.readBigUInt64LE(at + 8)),
      size: Number(binary.readBigUInt64LE(at + 16)),
    }
  }
  throw new Error(`the SQLite binding has no symbol ${name}`)
}
