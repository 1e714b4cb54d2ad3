// MP4's atoms: boxes in boxes, each with its length and a name of four letters. Source: ISO/IEC 14496-12, 4.2.
import { type Bytes, Malformed } from '../bytes.ts'

export interface Atom {
  readonly name: string
  readonly at: number
  /** First byte of what is in it. */
  readonly body: number
  /** First byte behind it; beyond the end of the file, or of what holds it, when that was cut off. */
  readonly end: number
}

const mostAtoms = 20_000

/** The atoms side by side in `from`..`to`. Throws Malformed when one is shorter than its own header. */
export function* atomsIn(bytes: Bytes, from: number, to: number): Generator<Atom> {
  let at = from
  for (let i = 0; at + 8 <= to; i++) {
    if (i === mostAtoms) throw new Malformed('there are too many atoms')
    const b = bytes.view(at, 16)
    if (b.length < 8) return
    const size = b.readUInt32BE(0)
    const name = b.toString('latin1', 4, 8)
    if (size === 0 && name === '\0\0\0\0') return // padding
    const large = size === 1 && b.length === 16
    const length = large ? Number(b.readBigUInt64BE(8)) : size === 0 ? to - at : size
    const header = large ? 16 : 8
    if (length < header) throw new Malformed(`the atom ${printable(name)} is shorter than its header`)
    const atom = { name, at, body: at + header, end: at + length }
    yield atom
    at = atom.end
  }
}

export function childOf(bytes: Bytes, parent: Atom, name: string, skip = 0): Atom | null {
  for (const atom of atomsIn(bytes, parent.body + skip, parent.end)) if (atom.name === name) return atom
  return null
}

/** Follows names downwards. */
export function descend(bytes: Bytes, from: Atom, ...names: readonly string[]): Atom | null {
  let atom: Atom | null = from
  for (const name of names) atom = atom && childOf(bytes, atom, name)
  return atom
}

function printable(name: string): string {
  return name.replace(/[^ -~©]/g, '?')
}
