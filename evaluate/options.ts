// What the command line asks for, checked against what there is.
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { experimentNames } from './experiments/index.ts'

export interface Options {
  readonly data: string
  readonly users: readonly string[]
  readonly experiments: readonly string[]
  readonly seeds: number
  readonly json: string | null
  readonly backend: string | null
  /** Kept steps of earlier runs are not used. */
  readonly fresh: boolean
}

const usage = `usage: npm run evaluate -- --data DIR [--users u1,u2] [--experiment NAME,…] [--seeds N] [--json FILE] [--backend NAME] [--fresh]
experiments: ${experimentNames.join(', ')}`

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
  if (values.data === undefined) throw new Error(`--data is missing\n${usage}`)
  const data = resolve(values.data)
  const listening = join(data, 'listening')
  if (!existsSync(listening)) throw new Error(`--data: there is no folder “listening” in ${data}`)
  const present = readdirSync(listening).flatMap(name => /^(.+)[.]csv([.]gz)?$/.exec(name)?.[1] ?? [])
  const users = values.users?.split(',').map(name => name.trim()) ?? present.filter(isWhole(listening))
  for (const user of users) {
    if (!present.includes(user))
      throw new Error(`--users: there is no log of “${user}” in ${listening}; there are ${present.join(', ')}`)
  }
  if (users.length === 0) throw new Error(`--data: there is no log in ${listening}`)
  const experiments = values.experiment?.split(',').map(name => name.trim()) ?? experimentNames
  for (const name of experiments) {
    if (!experimentNames.includes(name))
      throw new Error(`--experiment: “${name}” is not one of ${experimentNames.join(', ')}`)
  }
  const seeds = values.seeds === undefined ? 5 : Number(values.seeds)
  if (!Number.isInteger(seeds) || seeds < 1) throw new Error(`--seeds: “${values.seeds}” is not a whole number above 0`)
  return {
    data,
    users,
    experiments,
    seeds,
    json: values.json ?? null,
    backend: values.backend ?? null,
    fresh: values.fresh ?? false,
  }
}

/** b1..b3 are thin (no reasons, no albums): they are measured when they are named. */
const isWhole = (_folder: string) => (name: string) => !/^b\d+$/.test(name)
