// Next track, by the reference protocol: its four rules, eight methods of the literature, the ranker and what each part of it brings.

import { nextTrackYardsticks } from '../../models/yardsticks/next-track.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import { methods, yardstickRanks } from '../next-track/methods.ts'
import { type Part, rankerParts, rankerRanks } from '../next-track/ranker.ts'
import { metricsOf, type Ranks } from '../next-track/ranks.ts'
import { targetsOf } from '../next-track/targets.ts'

const SEED = 1

/** Companions with other parts, to see what each is worth. */
const variants: Readonly<Record<string, readonly Part[]>> = {
  'companion: counts alone': [],
  'companion: counts + vectors': ['vectors'],
  'companion: + session model': [...rankerParts, 'session'],
  'companion: + FS-VAE': [...rankerParts, 'fs-vae'],
}

export const experiment: Experiment = {
  name: 'next-track',
  version: 1,
  tensors: true,
  async run(context) {
    const rows: Row[] = []
    for (const user of context.users) rows.push(...(await rowsOf(context, user)))
    return rows
  },
}

async function rowsOf(context: Context, user: string): Promise<Row[]> {
  const log = context.log(user)
  const targets = targetsOf(log)
  const row = (method: string, ranks: readonly Ranks[]): Row => ({ user, method, metrics: metricsOf(targets, ranks) })
  const rules = await context.step<Record<string, Ranks[]>>(`${user}/rules`, () => yardstickRanks(log, targets))
  const rows = nextTrackYardsticks.map(name => row(name, rules[name] ?? []))
  for (const [name, method] of Object.entries(methods)) {
    rows.push(row(name, await context.step<Ranks[]>(`${user}/${name}`, () => method(log, targets, SEED))))
  }
  for (const [name, parts] of Object.entries(variants)) {
    rows.push(row(name, await context.step<Ranks[]>(`${user}/${name}`, () => rankerRanks(log, targets, parts, SEED))))
  }
  rows.push(
    row(
      'companion',
      await context.step<Ranks[]>(`${user}/companion`, () => rankerRanks(log, targets, rankerParts, SEED)),
    ),
  )
  return rows
}
