// Models as they are kept: who they are, what they were measured at, and their bytes in pieces; and what each training wrote down.
import type Database from 'better-sqlite3'
import type { BackendName, KeptModel, ModelKind, ReportLine } from '../../../../preload/contract/learning.ts'

export interface ModelRow {
  readonly id: number
  readonly kind: ModelKind
  readonly name: string
  readonly state: KeptModel['why']
  readonly madeAt: number
  readonly plays: number
  readonly ms: number
  readonly backend: BackendName
  readonly codeVersion: number
  /** JSON. */
  readonly metrics: string
}

export interface TrainingRow {
  readonly startedAt: number
  readonly endedAt: number
  readonly asked: boolean
  readonly outcome: 'done' | 'failed'
  readonly plays: number
  readonly readAt: number
  readonly backend: BackendName
  readonly lines: readonly ReportLine[]
  readonly message: string | null
}

export interface LearningModels {
  /** Newest first. */
  all(): readonly ModelRow[]
  /** A number that no model has, nor any piece. */
  nextId(): number
  writePart(modelId: number, part: number, bytes: Uint8Array): void
  bytes(modelId: number): Uint8Array
  /**
   * What a training made and wrote down, at once: of each kind that it speaks of the one in use gives way to the new one that won, or to nothing.
   * The last `keep` of a kind stay; of none of them any earlier one where `keep` is 0.
   */
  finish(made: readonly ModelRow[], retired: readonly ModelKind[], training: TrainingRow | null, keep: number): void
  /** This one is in use; those that came after it were rolled back. */
  use(id: number): void
  drop(id: number): void
  /** One piece that belongs to no model goes; false when there is none. */
  sweep(): boolean
  lastTraining(outcome?: TrainingRow['outcome']): TrainingRow | null
  pause(at: number): void
  resume(at: number): void
}

type TrainingRecord = Omit<TrainingRow, 'asked' | 'lines'> & { readonly asked: number; readonly lines: string }

export function learningModels(db: Database.Database): LearningModels {
  const all = db.prepare<[], ModelRow>(`
    SELECT id, kind, name, state, made_at AS madeAt, plays, ms, backend, code_version AS codeVersion, metrics FROM models ORDER BY id DESC`)
  const nextId = db
    .prepare<[], number>(
      'SELECT 1 + max((SELECT coalesce(max(id), 0) FROM models), (SELECT coalesce(max(model_id), 0) FROM model_parts))',
    )
    .pluck()
  const writePart = db.prepare('INSERT INTO model_parts (model_id, part, bytes) VALUES (?, ?, ?)')
  const parts = db
    .prepare<[number], Uint8Array>('SELECT bytes FROM model_parts WHERE model_id = ? ORDER BY part')
    .pluck()
  const add = db.prepare(`
    INSERT INTO models (id, kind, name, state, made_at, plays, ms, backend, code_version, metrics)
    VALUES (@id, @kind, @name, @state, @madeAt, @plays, @ms, @backend, @codeVersion, @metrics)`)
  const retire = db.prepare("UPDATE models SET state = 'older' WHERE kind = ? AND state IN ('in-use', 'rolled-back')")
  // Of those that lost only the last is of interest; the one in use stays whatever came after it.
  const spare = db
    .prepare<{ kind: string; keep: number }, number>(`
    SELECT id FROM models WHERE kind = @kind AND state <> 'in-use' AND (
      id NOT IN (SELECT id FROM models WHERE kind = @kind ORDER BY state = 'in-use' DESC, id DESC LIMIT @keep)
      OR (state = 'lost' AND id < (SELECT max(id) FROM models WHERE kind = @kind AND state = 'lost')))`)
    .pluck()
  const dropModel = db.prepare('DELETE FROM models WHERE id = ?')
  const dropKind = db.prepare('DELETE FROM models WHERE kind = ?')
  const rollBack = db.prepare(`
    UPDATE models SET state = CASE WHEN id > @id THEN 'rolled-back' ELSE 'older' END
    WHERE kind = (SELECT kind FROM models WHERE id = @id) AND id <> @id AND state IN ('in-use', 'rolled-back', 'older')`)
  const putInUse = db.prepare("UPDATE models SET state = 'in-use' WHERE id = ?")
  const orphan = db.prepare(`
    DELETE FROM model_parts WHERE (model_id, part) =
      (SELECT model_id, part FROM model_parts WHERE model_id NOT IN (SELECT id FROM models) LIMIT 1)`)
  const addTraining = db.prepare(`
    INSERT INTO trainings (started_at, ended_at, asked, outcome, plays, read_at, backend, lines, message)
    VALUES (@startedAt, @endedAt, @asked, @outcome, @plays, @readAt, @backend, @lines, @message)`)
  const lastTraining = db.prepare<[string | null], TrainingRecord>(`
    SELECT started_at AS startedAt, ended_at AS endedAt, asked, outcome, plays, read_at AS readAt, backend, lines, message
    FROM trainings WHERE outcome = coalesce(?, outcome) ORDER BY id DESC LIMIT 1`)
  const openPause = db.prepare(
    'INSERT INTO learning_pauses (from_at) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM learning_pauses WHERE to_at IS NULL)',
  )
  const closePause = db.prepare('UPDATE learning_pauses SET to_at = max(from_at, ?) WHERE to_at IS NULL')

  const finish = db.transaction(
    (made: readonly ModelRow[], retired: readonly ModelKind[], training: TrainingRow | null, keep: number) => {
      for (const kind of retired) {
        retire.run(kind)
        if (keep === 0) dropKind.run(kind)
      }
      for (const row of made) add.run(row)
      for (const kind of new Set([...retired, ...made.map(row => row.kind)]))
        if (keep > 0) for (const id of spare.all({ kind, keep })) dropModel.run(id)
      if (training !== null)
        addTraining.run({ ...training, asked: Number(training.asked), lines: JSON.stringify(training.lines) })
    },
  )

  return {
    all: () => all.all(),
    nextId: () => nextId.get() ?? 1,
    writePart: (modelId, part, bytes) => void writePart.run(modelId, part, bytes),
    bytes: modelId => joined(parts.all(modelId)),
    finish: (made, retired, training, keep) => finish(made, retired, training, keep),
    use: db.transaction((id: number) => {
      rollBack.run({ id })
      putInUse.run(id)
    }),
    drop: id => void dropModel.run(id),
    sweep: () => orphan.run().changes > 0,
    lastTraining(outcome) {
      const row = lastTraining.get(outcome ?? null)
      // Written by `finish` above: the lines of a report.
      return row === undefined ? null : { ...row, asked: row.asked === 1, lines: JSON.parse(row.lines) as ReportLine[] }
    },
    pause: at => void openPause.run(at),
    resume: at => void closePause.run(at),
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
