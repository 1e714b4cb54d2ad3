// A port over which large arrays travel in parts, so that neither end is held up for longer than one part takes to copy.
import { after } from './everywhere.ts'
import type { Port } from './port.ts'

/** About a millisecond of copying. */
const PART_BYTES = 1 << 20

const arrayTypes = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const
type ArrayType = keyof typeof arrayTypes
type LargeArray = InstanceType<(typeof arrayTypes)[ArrayType]>

/** Where a large array belongs in the message that it was taken out of. */
interface Hole {
  readonly path: readonly (string | number)[]
  readonly type: ArrayType
  readonly length: number
}

type Piece =
  | { readonly is: 'whole'; readonly message: unknown; readonly holes: readonly Hole[] }
  | { readonly is: 'part'; readonly bytes: Uint8Array }

/**
 * Both ends of the channel are wrapped. Messages arrive in the order they were posted; one with large arrays must not be changed by the
 * sender until they have left.
 */
export function inParts(port: Port): Port {
  const leaving = sender(port)
  const arriving = receiver()
  return {
    post: leaving.post,
    onMessage: listener => port.onMessage(piece => arriving.hear(piece as Piece, listener)), // the other end is wrapped as this one is
    onClose: listener =>
      port.onClose(() => {
        leaving.stop()
        listener()
      }),
    close() {
      leaving.stop()
      port.close()
    },
  }
}

function sender(port: Port) {
  const waiting: (() => Piece)[] = []
  let underWay = false
  let stop = () => {}

  function next(): void {
    const piece = waiting.shift()?.()
    underWay = piece !== undefined
    if (!piece) return
    port.post(piece)
    if (waiting.length > 0) stop = after(0, next)
    else underWay = false
  }

  return {
    post(message: unknown): void {
      const taken = takeLarge(message)
      waiting.push(() => ({ is: 'whole', message: taken.rest, holes: taken.holes }))
      for (const array of taken.arrays) {
        for (let at = 0; at < array.byteLength; at += PART_BYTES) {
          const end = Math.min(at + PART_BYTES, array.byteLength)
          // A view is cloned with all of its buffer, so the part is cut out.
          waiting.push(() => ({ is: 'part', bytes: bytesOf(array).slice(at, end) }))
        }
      }
      if (!underWay) next()
    },
    stop() {
      stop()
      waiting.length = 0
    },
  }
}

function receiver() {
  let message: unknown = null
  let missing: Uint8Array[] = []
  let filled = 0

  return {
    hear(piece: Piece, listener: (message: unknown) => void): void {
      if (piece.is === 'whole') {
        message = piece.message
        const arrays = piece.holes.map(({ type, length }) => new arrayTypes[type](length))
        for (const [index, { path }] of piece.holes.entries()) message = put(message, path, arrays[index])
        missing = arrays.map(bytesOf)
        filled = 0
      } else {
        const [into] = missing
        if (!into) return
        into.set(piece.bytes, filled)
        filled += piece.bytes.length
        if (filled < into.length) return
        missing.shift()
        filled = 0
      }
      if (missing.length === 0) listener(message)
    },
  }
}

const bytesOf = (array: LargeArray) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** The message with null for every array whose buffer is larger than a part, and those arrays with their places. */
function takeLarge(message: unknown) {
  const holes: Hole[] = []
  const arrays: LargeArray[] = []
  const without = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (ArrayBuffer.isView(value)) {
      const type = value.constructor.name
      if (value.buffer.byteLength <= PART_BYTES || !isArrayType(type)) return value
      const array = value as LargeArray // its constructor is in the table
      if (array.byteLength === 0) return array.slice()
      holes.push({ path, type, length: array.length })
      arrays.push(array)
      return null
    }
    if (Array.isArray(value)) return value.map((each, index) => without(each, [...path, index]))
    if (Object.getPrototypeOf(value) !== Object.prototype) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, without(each, [...path, name])]))
  }
  return { rest: without(message, []), holes, arrays }
}

const isArrayType = (name: string): name is ArrayType => Object.hasOwn(arrayTypes, name)

/** Puts `value` in its place, where the sender left null. */
function put(message: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [last] = path.slice(-1)
  if (last === undefined) return value
  let holder = message
  for (const step of path.slice(0, -1)) holder = Object.getOwnPropertyDescriptor(holder, step)?.value
  if (typeof holder === 'object' && holder !== null && Object.hasOwn(holder, last)) Reflect.set(holder, last, value)
  return message
}
