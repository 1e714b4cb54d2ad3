// A fitted model comes back from its bytes as it was, and nothing else is taken for one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Artifact, decodeArtifact, encodeArtifact, expectArtifact, floatsOf } from '../../models/artifact.ts'
import { ModelError } from '../../models/model.ts'

const artifact: Artifact = {
  kind: 'an-example',
  version: 3,
  settings: { size: 2, names: ['꿈', 'é “quoted” %20', ''], nothing: null, nested: { on: true } },
  arrays: {
    vectors: { shape: [2, 3], values: Float32Array.of(1, -2.5, 0, 1e-30, 3e38, -0) },
    ids: { shape: [2], values: Int32Array.of(-1, 2 ** 31 - 1) },
    empty: { shape: [0, 4], values: new Float32Array() },
  },
}

const refusal = (run: () => unknown): ModelError => {
  try {
    run()
  } catch (error) {
    if (error instanceof ModelError && error.code === 'bad-artifact') return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('an artefact', () => {
  it('comes back from its bytes as it was', () => {
    expect(decodeArtifact(encodeArtifact(artifact))).toEqual(artifact)
  })

  it('comes back whatever its settings and numbers are', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 })),
        fc.float32Array(),
        (settings, values) => {
          const given = {
            ...artifact,
            settings: JSON.parse(JSON.stringify(settings)),
            arrays: { a: { shape: [values.length], values } },
          }
          const back = decodeArtifact(encodeArtifact(given))
          expect(JSON.stringify(back.settings)).toBe(JSON.stringify(given.settings))
          expect(back.arrays['a']?.values).toEqual(values)
        },
      ),
    )
  })

  it('is read from the middle of a larger buffer too, and keeps none of it', () => {
    const bytes = encodeArtifact(artifact)
    const larger = new Uint8Array(bytes.length + 7)
    larger.set(bytes, 3)
    const back = decodeArtifact(larger.subarray(3, 3 + bytes.length))
    larger.fill(255)
    expect(back).toEqual(artifact)
  })

  it('is refused with any bit flipped', () => {
    const bytes = encodeArtifact(artifact)
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice()
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8))
      refusal(() => decodeArtifact(damaged))
    }
  })

  it('is refused when it is cut off anywhere, or nothing at all', () => {
    const bytes = encodeArtifact(artifact)
    for (let length = 0; length < bytes.length; length++) refusal(() => decodeArtifact(bytes.subarray(0, length)))
  })

  it('is refused when something follows it', () => {
    const bytes = encodeArtifact(artifact)
    const longer = new Uint8Array(bytes.length + 4)
    longer.set(bytes)
    refusal(() => decodeArtifact(longer))
  })

  it('is told from other files, and from another format', () => {
    expect(refusal(() => decodeArtifact(new TextEncoder().encode('{"kind": "an-example"}'))).message).toContain(
      'not an artefact of Dwell',
    )
    const other = encodeArtifact(artifact)
    new DataView(other.buffer).setUint32(4, 2, true)
    expect(refusal(() => decodeArtifact(other)).message).toContain('its format is 2')
  })

  it('is refused for another model or another version of its code, and the message says which', () => {
    expect(() => expectArtifact(artifact, 'an-example', 3)).not.toThrow()
    expect(refusal(() => expectArtifact(artifact, 'wmf', 3)).message).toContain('“an-example”, not a “wmf”')
    expect(refusal(() => expectArtifact(artifact, 'an-example', 4)).message).toContain('version 3, and 4')
  })

  it('gives an array only in the shape and type that are asked for', () => {
    expect(floatsOf(artifact, 'vectors', [2, 3])).toBe(artifact.arrays['vectors']?.values)
    expect(floatsOf(artifact, 'vectors', [-1, 3])).toHaveLength(6)
    const wrong = [
      ['vectors', [3, 2]],
      ['vectors', [6]],
      ['ids', [2]],
      ['lost', [1]],
    ] as const
    for (const [name, shape] of wrong) refusal(() => floatsOf(artifact, name, shape))
  })

  it('cannot be made of an array that does not fill its shape', () => {
    const short = { ...artifact, arrays: { a: { shape: [3], values: new Float32Array(2) } } }
    expect(() => encodeArtifact(short)).toThrow('array “a” does not fill its shape')
  })
})
