// Files out of a zip: as they went in, and a damaged or malicious archive writes nothing outside its folder.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unpack } from '../../../scripts/offline/unpack.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-zip-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Entry {
  readonly name: string
  readonly data: string
  readonly mode?: number
  readonly stored?: boolean
}

const NAMES_ARE_UTF8 = 0x0800

/** An archive as zip tools write it (APPNOTE 4.3): local header and data of each entry, then the directory. */
function archive(...entries: Entry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, mode = 0o644, stored = false } of entries) {
    const packed = stored ? Buffer.from(data) : deflateRawSync(data)
    const sizes = (header: Buffer, at: number) => {
      header.writeUInt16LE(stored ? 0 : 8, at)
      header.writeUInt32LE(packed.length, at + 10)
      header.writeUInt32LE(Buffer.byteLength(data), at + 14)
      header.writeUInt16LE(Buffer.byteLength(name), at + 18)
    }
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(NAMES_ARE_UTF8, 6)
    sizes(local, 8)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(NAMES_ARE_UTF8, 8)
    sizes(central, 10)
    central.writeUInt32LE((0o100000 + mode) * 65_536, 38)
    central.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(name), packed)
    directory.push(central, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

function write(bytes: Buffer) {
  const file = join(folder, 'a.zip')
  writeFileSync(file, bytes)
  return file
}

const out = () => join(folder, 'out')

describe('an archive that is unpacked', () => {
  it('gives files back with their modes, packed or stored, under the names that are chosen', async () => {
    const file = write(
      archive(
        { name: 'x/', data: '', stored: true },
        { name: 'x/program', data: 'run '.repeat(1000), mode: 0o755 },
        { name: 'x/한글.txt', data: '안녕', stored: true },
        { name: 'x/left/out', data: 'no' },
      ),
    )
    const written = await unpack(file, out(), name => (name.includes('left') ? null : name.replace('x/', 'y/')))
    expect(written).toBe(2)
    expect(readFileSync(join(out(), 'y/program'), 'utf8')).toBe('run '.repeat(1000))
    expect(statSync(join(out(), 'y/program')).mode & 0o777).toBe(0o755)
    expect(readFileSync(join(out(), 'y/한글.txt'), 'utf8')).toBe('안녕')
  })

  it('refuses an entry that would lie outside', async () => {
    const file = write(archive({ name: '../escaped', data: 'x' }))
    await expect(unpack(file, out(), name => name)).rejects.toThrow(/invalid relative path/)
    expect(existsSync(join(folder, 'escaped'))).toBe(false)
  })

  it('refuses what is no archive, one cut short, and one that is damaged', async () => {
    const whole = archive({ name: 'a', data: 'text '.repeat(100) })
    await expect(unpack(write(Buffer.from('not a zip')), out(), name => name)).rejects.toThrow(/not a zip/)
    await expect(unpack(write(whole.subarray(0, whole.length - 10)), out(), name => name)).rejects.toThrow(
      /[Ee]nd of central directory/,
    )
    const damaged = Buffer.from(whole)
    damaged.fill(0, 31, 40)
    await expect(unpack(write(damaged), out(), name => name)).rejects.toThrow()
  })
})
