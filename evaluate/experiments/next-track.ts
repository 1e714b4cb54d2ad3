// Next track, by the reference protocol: its four rules, eight methods of the literature, the companion and what each part of it brings.

import { nextTrackYardsticks } from '../../models/yardsticks/next-track.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import { companionParts, companionRanks, type Part } from '../next-track/companion.ts'
import { methods, yardstickRanks } from '../next-track/methods.ts'
import { metricsOf, type Ranks } from '../next-track/ranks.ts'
import { targetsOf } from '../next-track/targets.ts'

const SEED = 1

/** Companions with other parts, to see what each is worth. */
const variants: Readonly<Record<string, readonly Part[]>> = {
  'companion: counts alone': [],
  'companion: counts + vectors': ['vectors'],
  'companion: + session model': [...companionParts, 'session'],
  'companion: + FS-VAE': [...companionParts, 'fs-vae'],
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
    rows.push(
      row(name, await context.step<Ranks[]>(`${user}/${name}`, () => companionRanks(log, targets, parts, SEED))),
    )
  }
  rows.push(
    row(
      'companion',
      await context.step<Ranks[]>(`${user}/companion`, () => companionRanks(log, targets, companionParts, SEED)),
    ),
  )
  return rows
}
