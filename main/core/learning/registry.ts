// The models that were trained: which are kept, which of them is in use, and the way back to an earlier one.

import { DwellError } from '../../../preload/contract/errors.ts'
import type { KeptModel, ModelId, ModelKind } from '../../../preload/contract/learning.ts'
import type { Champion, Champions } from '../champions.ts'
import type { CoreContext } from '../service.ts'
import {
  type LearningModels,
  learningModels,
  type ModelRow,
  type TrainingRow,
} from '../store/tables/learning-models.ts'
import { turn } from '../turn.ts'
import { flawOf } from './artifacts.ts'

/** Raised when what models are told of plays and tracks changes its meaning: models that learned the old one are not used any more. */
export const CODE_VERSION = 1
const PART_BYTES = 512 * 1024

export type NewModel = Omit<ModelRow, 'id' | 'state' | 'codeVersion'> & {
  readonly bytes: Uint8Array
  /** It won, and is used from now on. */
  readonly won: boolean
}

export interface Registry {
  readonly champions: Champions
  readonly table: LearningModels
  kept(): readonly KeptModel[]
  /** Writes what was made, in pieces with turns between them, and then puts it into use at once. `isOver` true between them: nothing is kept. */
  keep(
    made: readonly NewModel[],
    kinds: readonly ModelKind[],
    training: TrainingRow | null,
    keepOfAKind: number,
    isOver: () => boolean,
  ): Promise<boolean>
  /** Throws 'not-found' where it is not kept, 'bad-input' where it lost or cannot be read. */
  use(id: ModelId): void
  /** What learned from erased plays was erased with them. */
  lookAgain(): void
  /** The models in use are, or are no longer, to be seen. */
  setSeen(seen: boolean): void
  close(): void
}

export function createRegistry({ store, log }: Pick<CoreContext, 'store' | 'log'>): Registry {
  const table = learningModels(store.db)
  const listeners = new Set<() => void>()
  const known = new Map<ModelKind, Champion | null>()
  let seen = true
  let closed = false

  const changed = () => {
    for (const listener of listeners) listener()
  }

  /** Why it cannot be used; null when it can. */
  function flaw(row: ModelRow, bytes: Uint8Array): string | null {
    return row.codeVersion === CODE_VERSION
      ? flawOf(row.kind, bytes)
      : `it was made by version ${row.codeVersion} of learning, and this is ${CODE_VERSION}`
  }

  /** The one in use, or the newest before it that can still be read. */
  function look(kind: ModelKind): Champion | null {
    const rows = table.all().filter(row => row.kind === kind)
    const inUse = rows.find(({ state }) => state === 'in-use')
    if (inUse === undefined) return null
    for (const row of [inUse, ...rows.filter(({ state, id }) => state === 'older' && id < inUse.id)]) {
      const bytes = table.bytes(row.id)
      const why = flaw(row, bytes)
      if (why === null) {
        if (row !== inUse) store.health.attempt(() => table.use(row.id))
        return { id: row.id, name: row.name, bytes }
      }
      log.warn('a model cannot be used; the one before it is', { kind, model: row.id, name: row.name, why })
      store.health.attempt(() => table.drop(row.id))
    }
    return null
  }

  function current(kind: ModelKind): Champion | null {
    if (!seen) return null
    const found = known.get(kind)
    if (found !== undefined) return found
    const champion = look(kind)
    known.set(kind, champion)
    return champion
  }

  async function sweep(): Promise<void> {
    while (!closed && !store.readOnly && store.health.canWrite() && table.sweep()) await turn()
  }

  return {
    table,
    champions: {
      current,
      onChange(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    kept: () =>
      table.all().map(({ id, kind, name, state, madeAt, plays, ms, backend }) => ({
        id: id as ModelId, // a row's own number
        kind,
        name,
        trainedAt: madeAt,
        plays,
        ms,
        backend,
        inUse: state === 'in-use',
        why: state,
      })),
    async keep(made, kinds, training, keepOfAKind, isOver) {
      const rows: ModelRow[] = []
      let id = table.nextId()
      for (const { bytes, won, ...facts } of made) {
        for (let part = 0; part * PART_BYTES < bytes.length; part++) {
          table.writePart(id, part, bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES))
          await turn()
          if (isOver()) {
            void sweep()
            return false
          }
        }
        rows.push({ ...facts, id: id++, state: won ? 'in-use' : 'lost', codeVersion: CODE_VERSION })
      }
      table.finish(rows, kinds, training, keepOfAKind)
      for (const kind of kinds) known.delete(kind)
      for (const [at, { kind, name, bytes, won }] of made.entries())
        if (won) known.set(kind, { id: rows[at]?.id ?? 0, name, bytes })
      void sweep()
      changed()
      return true
    },
    use(id) {
      const row = table.all().find(each => each.id === id)
      if (row === undefined) throw new DwellError('not-found', 'This model is not kept any more.')
      if (row.state === 'lost')
        throw new DwellError('bad-input', 'This model lost against a simple rule and is not used.')
      const why = flaw(row, table.bytes(row.id))
      if (why !== null) throw new DwellError('bad-input', `This model cannot be used: ${why}.`)
      table.use(row.id)
      known.delete(row.kind)
      changed()
    },
    lookAgain() {
      const kept = new Set(table.all().map(({ id }) => id))
      const gone = [...known].filter(([, champion]) => champion !== null && !kept.has(champion.id))
      for (const [kind] of gone) known.delete(kind)
      if (gone.length > 0) changed()
    },
    setSeen(now) {
      if (now === seen) return
      seen = now
      changed()
    },
    close() {
      closed = true
    },
  }
}
