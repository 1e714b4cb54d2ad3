// Runs experiments one after the other; each step's result is kept beside the project, so that a run goes on where it stopped.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { BackendName } from '../main/core/backends/backend.ts'
import { backendsOf, chooseBackend } from '../main/core/backends/choose.ts'
import type { Json } from '../models/artifact.ts'
import { ModelError } from '../models/model.ts'
import type { Context, Experiment, Row } from './experiment.ts'
import { type Log, readLog } from './logs.ts'
import { meanOf } from './means.ts'
import type { Options } from './options.ts'

export interface Surroundings {
  /** Folder in which the steps' results are kept. */
  readonly kept: string
  readonly load: (name: string) => Promise<Experiment>
  readonly say: (line: string) => void
  /** Receives each experiment's rows as soon as it is done. */
  readonly onRows: (name: string, rows: readonly Row[]) => void
}

export const keptBesideProject = join(import.meta.dirname, '..', '.cache', 'evaluate')

export type Results = Record<string, { rows: readonly Row[] }>

/**
 * Throws what an experiment throws; what was kept until then stays. A listener who has too little for it to learn from is said and left
 * out, and the experiment goes on with the others.
 */
export async function runExperiments(options: Options, around: Surroundings): Promise<Results> {
  const results: Results = {}
  const logs = new Map<string, Log>()
  for (const name of options.experiments) {
    const experiment = await around.load(name)
    const rows = await rowsOf(experiment, options, logs, { ...around, say: line => around.say(`${name}: ${line}`) })
    results[name] = { rows }
    around.onRows(name, rows)
  }
  return results
}

/** A step of this listener had nothing to learn from. */
class TooLittle extends Error {
  readonly user: string

  constructor(user: string, why: string) {
    super(why)
    this.user = user
  }
}

/** Begins anew without a listener who has too little: what the others' steps made is kept, so that little is done twice. */
async function rowsOf(
  experiment: Experiment,
  options: Options,
  logs: Map<string, Log>,
  around: Surroundings,
): Promise<readonly Row[]> {
  const made = new Set<string>()
  if (experiment.listeners === 'simulated')
    return experiment.run(contextOf(experiment, { ...options, users: [] }, logs, made, around))
  const leftOut: Row[] = []
  let users = options.users
  while (users.length > 0) {
    try {
      const rows = await experiment.run(contextOf(experiment, { ...options, users }, logs, made, around))
      return [...rows, ...means(rows, users), ...leftOut]
    } catch (error) {
      if (!(error instanceof TooLittle)) throw error
      around.say(`${error.user} has too little to measure: ${error.message}`)
      leftOut.push({ user: error.user, method: 'too little to measure', metrics: {} })
      users = users.filter(user => user !== error.user)
    }
  }
  return leftOut
}

function contextOf(
  experiment: Experiment,
  options: Options,
  logs: Map<string, Log>,
  made: Set<string>,
  { kept, say }: Surroundings,
): Context {
  const fileOf = (user: string) =>
    [`${user}.csv.gz`, `${user}.csv`].map(name => join(options.data, 'listening', name)).find(existsSync) ??
    join(options.data, 'listening', `${user}.csv.gz`)
  const prints = new Map(
    options.users.map(user => [
      user,
      createHash('sha256')
        .update(readFileSync(fileOf(user)))
        .digest('hex'),
    ]),
  )
  const printOf = (key: string) => prints.get(key.split('/')[0] ?? '') ?? [...prints.entries()].join()
  const orTooLittle = async <T>(key: string, make: () => Promise<T> | T): Promise<T> => {
    try {
      return await make()
    } catch (error) {
      const user = options.users.find(each => key.startsWith(`${each}/`) || key === each)
      if (user === undefined || !(error instanceof ModelError && error.code === 'no-examples')) throw error
      throw new TooLittle(user, error.message)
    }
  }
  let backend: Promise<void> | null = null
  return {
    data: options.data,
    users: options.users,
    seeds: options.seeds,
    say,
    log(user) {
      const known = logs.get(user)
      if (known !== undefined) return known
      const log = readLog(fileOf(user))
      for (const [reason, count] of Object.entries(log.leftOut)) say(`${user}: ${count} plays left out: ${reason}`)
      logs.set(user, log)
      return log
    },
    async step<T extends Json>(key: string, make: () => Promise<T> | T): Promise<T> {
      const name = createHash('sha256')
        .update(`${experiment.version} ${printOf(key)} ${key}`)
        .digest('hex')
        .slice(0, 16)
      const file = join(kept, experiment.name, `${key.replace(/[^\w.-]+/g, '_')}.${name}.json`)
      if ((!options.fresh || made.has(file)) && existsSync(file)) {
        try {
          return JSON.parse(readFileSync(file, 'utf8')) // written below, by the same version
        } catch {
          say(`${key}: what was kept cannot be read and is made anew`)
        }
      }
      if (experiment.tensors) {
        backend ??= startBackend(options.backend, say)
        await backend
      }
      const started = performance.now()
      const result = await orTooLittle(key, make)
      say(`${key} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.part`, JSON.stringify(result))
      renameSync(`${file}.part`, file)
      made.add(file)
      return result
    },
  }
}

async function startBackend(wanted: BackendName | null, say: (line: string) => void): Promise<void> {
  const chosen = await chooseBackend({
    backends: backendsOf(process.env),
    now: () => performance.now(),
    onLost: say,
    ...(wanted === null ? {} : { wanted }),
  })
  say(`tensors on ${chosen.name} (${chosen.detail})`)
}

/** A row 'all' for each method that every listener has: the mean of each metric over them; none where an experiment made its own. */
function means(rows: readonly Row[], users: readonly string[]): Row[] {
  if (users.length < 2 || rows.some(row => row.user === 'all')) return []
  const methods = [...new Set(rows.map(row => row.method))]
  return methods.flatMap(method => {
    const own = users.map(user => rows.filter(row => row.method === method && row.user === user))
    if (own.some(each => each.length !== 1)) return []
    return [{ user: 'all', method, metrics: meanOf(own.flat().map(row => row.metrics)) }]
  })
}
