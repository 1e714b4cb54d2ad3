// Sketches on disk: a file a track, beside what can be made again, within a budget; the oldest make room.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SoundClip } from '../../../models/sound/crops.ts'
import { clipOf } from '../../../models/sound/sketch.ts'
import { EARS_VERSION } from '../../../preload/contract/audio-analysis.ts'

export interface Sketches {
  /** Keeps a track's sketch in the place of an older one. Rejects when it cannot be written. */
  write(trackId: number, sketch: Uint8Array): Promise<void>
  /** Clips of those that are kept, by track, as the sound network takes them. */
  read(trackIds: Iterable<number>): Promise<ReadonlyMap<number, SoundClip>>
  /** All that are kept. */
  ids(): Promise<readonly number[]>
}

export interface SketchOptions {
  readonly cacheDir: string
  /** Bytes that all of them may take. */
  readonly budget?: number
}

const BUDGET = 256 * 2 ** 20
/** When there is no room, so much more than needed is freed: not every file costs another. */
const SPARE = 0.05

export function createSketches({ cacheDir, budget = BUDGET }: SketchOptions): Sketches {
  // What another version made is another sound's sketch to the network: it is not read, and goes when room is wanted.
  const folder = join(cacheDir, 'sketches')
  const nameOf = (trackId: number) => `${trackId}.v${EARS_VERSION}`
  const idOf = (name: string) => {
    const [, digits, version] = /^(\d+)\.v(\d+)$/.exec(name) ?? []
    return Number(version) === EARS_VERSION ? Number(digits) : null
  }
  /** Bytes by name, oldest first; read once, before the first write. */
  let kept: Promise<Map<string, number>> | null = null
  let total = 0

  async function look(): Promise<Map<string, number>> {
    await mkdir(folder, { recursive: true })
    const found = await Promise.all(
      (await readdir(folder)).map(async name => {
        const facts = await stat(join(folder, name)).catch(() => null)
        return facts === null ? [] : [{ name, bytes: facts.size, at: facts.mtimeMs }]
      }),
    )
    const files = found.flat().sort((a, b) => a.at - b.at)
    total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    return new Map(files.map(({ name, bytes }) => [name, bytes]))
  }

  async function makeRoom(files: Map<string, number>, bytes: number): Promise<void> {
    if (total + bytes <= budget) return
    for (const [name, size] of files) {
      if (total + bytes <= budget * (1 - SPARE)) return
      files.delete(name)
      total -= size
      await rm(join(folder, name), { force: true })
    }
  }

  return {
    async write(trackId, sketch) {
      kept ??= look()
      const files = await kept
      const name = nameOf(trackId)
      total -= files.get(name) ?? 0
      files.delete(name)
      await makeRoom(files, sketch.byteLength)
      // Whole or not at all: a broken-off file would be read as a short sound.
      const part = join(folder, `${name}.part`)
      await writeFile(part, sketch)
      await rename(part, join(folder, name))
      files.set(name, sketch.byteLength)
      total += sketch.byteLength
    },
    async read(trackIds) {
      const clips = new Map<number, SoundClip>()
      for (const id of trackIds) {
        const bytes = await readFile(join(folder, nameOf(id))).catch(() => null)
        if (bytes !== null) clips.set(id, clipOf(bytes))
      }
      return clips
    },
    ids: async () => {
      const names = await readdir(folder).catch(() => [])
      return names.flatMap(name => idOf(name) ?? [])
    },
  }
}
