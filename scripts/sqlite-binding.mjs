// better-sqlite3's binary for an Electron older than its Node-API: a copy that asks for "experimental" instead of version
// 10, whose features (references to primitive values) older Nodes give to experimental modules only.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, userCache } from './places.mjs'

/** From this Electron on, the prebuilt binary loads as it is. */
const firstElectronWithNodeApi10 = 35

const symbol = 'node_api_module_get_api_version_v1'
/** `endbr64; mov $10, %eax; ret`, the whole body of the function of that name. */
const asksForVersion10 = Buffer.from('f30f1efab80a000000c3', 'hex')
/** NODE_API_EXPERIMENTAL: 0x7fffffff in place of 10. */
const asksForExperimental = Buffer.from('f30f1efab8ffffff7fc3', 'hex')

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
  const copy = join(userCache(env), `better-sqlite3-${key}-experimental.node`)
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
 * A copy of the binary with the one function changed.
 *
 * @param {Buffer} binary
 * @returns {Buffer}
 * @throws {Error} when it is no 64-bit ELF, has no such symbol, or its function is not those ten bytes
 */
export function askForExperimental(binary) {
  const { offset, size } = fileRangeOf(binary, symbol)
  const body = binary.subarray(offset, offset + size)
  if (!body.equals(asksForVersion10)) {
    throw new Error(
      `the SQLite binding is not the one that is known: ${symbol} is ${body.subarray(0, 16).toString('hex')}`,
    )
  }
  const copy = Buffer.from(binary)
  asksForExperimental.copy(copy, offset)
  return copy
}

/**
 * Where the body of a dynamic symbol lies in an ELF64 little-endian file. After the ELF-64 object file format, 1.5:
 * section headers of 64 bytes, symbols of 24.
 *
 * @param {Buffer} binary
 * @param {string} name
 * @returns {{ offset: number, size: number }}
 */
function fileRangeOf(binary, name) {
  if (binary.length < 64 || binary.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') {
    throw new Error('the SQLite binding is no 64-bit ELF file')
  }
  const sections = sectionsOf(binary)
  const symbols = sections.find(({ type }) => type === dynamicSymbols)
  const strings = symbols && sections[symbols.link]
  if (!symbols || !strings) throw new Error('the SQLite binding has no dynamic symbols')
  for (let at = symbols.offset; at + 24 <= symbols.offset + symbols.size; at += 24) {
    const nameAt = strings.offset + binary.readUInt32LE(at)
    if (binary.toString('latin1', nameAt, nameAt + name.length + 1) !== `${name}\0`) continue
    const section = sections[binary.readUInt16LE(at + 6)]
    if (!section) break
    const address = Number(binary.readBigUInt64LE(at + 8))
    return { offset: address - section.address + section.offset, size: Number(binary.readBigUInt64LE(at + 16)) }
  }
  throw new Error(`the SQLite binding has no function ${name}`)
}

const dynamicSymbols = 11

/** @param {Buffer} binary */
function sectionsOf(binary) {
  const start = Number(binary.readBigUInt64LE(40))
  const size = binary.readUInt16LE(58)
  const count = binary.readUInt16LE(60)
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size
    return {
      type: binary.readUInt32LE(at + 4),
      address: Number(binary.readBigUInt64LE(at + 16)),
      offset: Number(binary.readBigUInt64LE(at + 24)),
      size: Number(binary.readBigUInt64LE(at + 32)),
      link: binary.readUInt32LE(at + 40),
    }
  })
}
