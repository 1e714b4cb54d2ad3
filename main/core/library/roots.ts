// The listener's folders: taking one in, letting one go, believing that what is missing is gone, and saying when most of one is.
import { realpath, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { RootId } from '../../../preload/contract/ids.ts'
import type { Root } from '../../../preload/contract/library.ts'
import type { CoreContext } from '../service.ts'
import type { RootRow } from '../store/tables/roots.ts'
import { turn } from './scan/absence.ts'
import type { RootOutcome } from './scan/outcome.ts'
import { pathWithin } from './scan/paths.ts'
import type { Scanner } from './scan/scanner.ts'
import type { Writer } from './scan/writer.ts'

export interface Roots {
  all(): Promise<readonly Root[]>
  /** Throws DwellError 'root-missing', 'root-overlaps'. A folder that is in the library already is answered as it is. */
  add(path: string): Promise<{ readonly root: Root; readonly isNew: boolean }>
  remove(id: number): Promise<void>
  acceptAbsence(id: number): Promise<void>
  /** Tells the listener of roots that have lost most of their files, and withdraws what was told when it is over. */
  tell(outcomes: readonly RootOutcome[]): void
  /** Tells what was found in earlier runs, and finishes what they did not. */
  recall(): void
}

export interface RootsParts {
  readonly writer: Writer
  readonly scanner: Scanner
  readonly tracksOf: () => Promise<ReadonlyMap<number, number>>
  readonly onChange: () => void
}

const step = 2000

/** `tracksOf` counts the tracks of every root, aside: at a hundred thousand that takes longer than a frame. */
export function createRoots(context: CoreContext, { writer, scanner, tracksOf, onChange }: RootsParts): Roots {
  const { roots, files } = writer.tables
  const { health } = context.store
  const told = new Set<number>()

  function rootOf(row: RootRow, tracks: number): Root {
    // Ids of roots come from the roots table.
    return {
      id: row.id as RootId,
      name: row.name,
      state: row.state,
      lastScanAt: row.lastScanAt,
      tracks,
      failed: roots.failed(row.id),
    }
  }

  function one(id: number): RootRow {
    const row = roots.one(id)
    if (row === null) throw new DwellError('not-found', 'This folder is not in the library (any more).')
    return row
  }

  const noticeId = (rootId: number) => `root-shrunken:${rootId}`

  function tell({ rootId, state, missing, of }: RootOutcome): void {
    const row = roots.one(rootId)
    if (row !== null && state === 'shrunken') {
      if (told.has(rootId)) return
      told.add(rootId)
      health.raise({ id: noticeId(rootId), kind: 'root-shrunken', root: row.name, missing, of })
    } else if (told.delete(rootId)) health.dismiss(noticeId(rootId))
  }

  return {
    async all() {
      const tracks = await tracksOf()
      return roots.all().map(row => rootOf(row, tracks.get(row.id) ?? 0))
    },

    async add(path) {
      const real = await realFolder(path)
      for (const row of roots.all()) {
        const other = await realpath(row.path).catch(() => row.path)
        const [within, around] = [pathWithin(other, real), pathWithin(real, other)]
        if (within === '') return { root: rootOf(row, (await tracksOf()).get(row.id) ?? 0), isNew: false }
        if (within !== null)
          throw new DwellError('root-overlaps', `${path} lies inside “${row.name}”, which is in the library already.`)
        if (around !== null)
          throw new DwellError(
            'root-overlaps',
            `${path} holds “${row.name}”, which is in the library already. Remove that folder first, then add this one.`,
          )
      }
      const row = roots.add(real, basename(real) || real, context.now())
      onChange()
      return { root: rootOf(row, 0), isNew: true }
    },

    async remove(id) {
      one(id)
      const busy = scanner.progress().state !== 'idle'
      scanner.cancel()
      roots.remove(id, context.now())
      tell({ rootId: id, state: 'present', missing: 0, of: 0 })
      await scanner.settle(id)
      onChange()
      // What was cancelled may have been about the other roots as well.
      if (busy) void scanner.request(roots.all().map(row => ({ rootId: row.id, starts: null })))
    },

    async acceptAbsence(id) {
      const row = one(id)
      if (row.state !== 'shrunken' && row.state !== 'empty') return
      await scanner.between(async (inSlices, slice) => {
        const all = one(id).state === 'empty'
        for (let from = 0; from < files.lastId(); from += step) {
          const gone = files
            .known(id, from, from + step)
            .filter(file => file.doubted === 1 || (all && file.present === 1))
          await inSlices(gone, file => writer.setPresence(file.id, file.trackId, false, false))
          if (slice.spent()) await slice.breathe()
        }
        await turn(id, 'present', writer, inSlices)
      })
      tell({ rootId: id, state: 'present', missing: 0, of: 0 })
      onChange()
    },

    tell(outcomes) {
      for (const outcome of outcomes) tell(outcome)
    },

    recall() {
      for (const row of roots.all())
        tell({ rootId: row.id, state: row.state, missing: files.doubted(row.id), of: files.census(row.id) })
      for (const id of roots.unsettled()) void scanner.settle(id)
    },
  }
}

async function realFolder(path: string): Promise<string> {
  const absolute = resolve(path)
  const stats = await stat(absolute).catch(() => null)
  if (stats === null) throw new DwellError('root-missing', `${path} is not there. Choose another folder.`)
  if (!stats.isDirectory()) throw new DwellError('root-missing', `${path} is a file. Choose the folder it lies in.`)
  return realpath(absolute)
}
