// What the command line asks for, checked against what there is.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { BackendName } from '../main/core/backends/backend.ts'
import { experimentNames, withoutLogs } from './experiments/index.ts'

export interface Options {
  readonly data: string
  readonly users: readonly string[]
  readonly experiments: readonly string[]
  readonly seeds: number
  readonly json: string | null
  readonly backend: BackendName | null
  /** Kept steps of earlier runs are not used. */
  readonly fresh: boolean
}

const usage = `usage: npm run evaluate -- --data DIR [--users u1,u2] [--experiment NAME,…] [--seeds N] [--json FILE] [--backend NAME] [--fresh]
experiments: ${experimentNames.join(', ')} (without --data: ${withoutLogs.join(', ')})`

export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      data: { type: 'string' },
      users: { type: 'string' },
      experiment: { type: 'string' },
      seeds: { type: 'string' },
      json: { type: 'string' },
      backend: { type: 'string' },
      fresh: { type: 'boolean' },
    },
  })
  const experiments = values.experiment?.split(',').map(name => name.trim()) ?? experimentNames
  for (const name of experiments) {
    if (!experimentNames.includes(name))
      throw new Error(`--experiment: “${name}” is not one of ${experimentNames.join(', ')}`)
  }
  const needsLogs = experiments.some(name => !withoutLogs.includes(name))
  if (values.data === undefined && needsLogs) throw new Error(`--data is missing\n${usage}`)
  const data = resolve(values.data ?? '.')
  const users = needsLogs ? usersIn(data, values.users) : []
  const seeds = values.seeds === undefined ? 5 : Number(values.seeds)
  if (!Number.isInteger(seeds) || seeds < 1) throw new Error(`--seeds: “${values.seeds}” is not a whole number above 0`)
  return {
    data,
    users,
    experiments,
    seeds,
    json: values.json ?? null,
    backend: backendOf(values.backend),
    fresh: values.fresh ?? false,
  }
}

/** The named ones, or all that say why plays ended. */
function usersIn(data: string, named: string | undefined): readonly string[] {
  const listening = join(data, 'listening')
  if (!existsSync(listening)) throw new Error(`--data: there is no folder “listening” in ${data}`)
  const present = readdirSync(listening).flatMap(name => /^(.+)[.]csv([.]gz)?$/.exec(name)?.[1] ?? [])
  const users = named?.split(',').map(name => name.trim()) ?? present.filter(isWhole(listening))
  for (const user of users) {
    if (!present.includes(user))
      throw new Error(`--users: there is no log of “${user}” in ${listening}; there are ${present.join(', ')}`)
  }
  if (users.length === 0) throw new Error(`--data: there is no log in ${listening}`)
  return users
}

const backendNames: readonly BackendName[] = ['tfjs-node', 'webgpu', 'wasm', 'cpu']

function backendOf(name: string | undefined): BackendName | null {
  if (name === undefined) return null
  const found = backendNames.find(each => each === name)
  if (found === undefined) throw new Error(`--backend: “${name}” is not one of ${backendNames.join(', ')}`)
  return found
}

/** Says why plays ended; a thin log (b1..b3) does not, and is measured when it is named. */
const isWhole = (folder: string) => (name: string) => {
  const packed = join(folder, `${name}.csv.gz`)
  const text = existsSync(packed) ? gunzipSync(readFileSync(packed)) : readFileSync(join(folder, `${name}.csv`))
  const lines = text.toString().split('\n', 200)
  const column = lines[0]?.split(',').indexOf('reason_end') ?? -1
  return column >= 0 && lines.slice(1).some(line => (line.split(',')[column] ?? '') !== '')
}
