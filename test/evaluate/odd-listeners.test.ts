// A folder in which some listeners have next to nothing: they are said to, and the experiments go on with the others.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../evaluate/experiment.ts'
import { loadExperiment } from '../../evaluate/experiments/index.ts'
import { clustersOf, differences, metricsOf } from '../../evaluate/fp-adametric/differences.ts'
import { readOptions } from '../../evaluate/options.ts'
import { runExperiments } from '../../evaluate/run.ts'
import { tableOf } from '../../evaluate/table.ts'

const head = 'ts,track,artist,album,ms_played,reason_start,reason_end,shuffle,skipped'

/** Evenings of twelve tracks, every fourth of which is skipped unless told otherwise. */
function log(plays: number, endOf: (index: number) => string): string {
  const lines = Array.from({ length: plays }, (_, index) => {
    const at = new Date(Date.UTC(2024, 0, 1 + Math.floor(index / 12), 10, (index % 12) * 4)).toISOString()
    const track = (index * 5) % 24
    return [at, track, track % 5, track % 7, 180_000, 'clickrow', endOf(index), 0, 0].join()
  })
  return [head, ...lines].join('\n')
}

const mostly = (index: number) => (index % 4 === 0 ? 'fwdbtn' : 'trackdone')
const folders = {
  enough: log(240, mostly),
  empty: `${head}\n`,
  one: log(1, mostly),
  evening: log(12, mostly),
  skips: log(120, () => 'fwdbtn'),
}
type Listener = keyof typeof folders

let data = ''
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'dwell-odd-'))
  mkdirSync(join(data, 'listening'))
  for (const [user, text] of Object.entries(folders)) writeFileSync(join(data, 'listening', `${user}.csv`), text)
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

async function run(
  name: string,
  users: readonly Listener[],
  seeds = 1,
): Promise<{ rows: readonly Row[]; said: string[] }> {
  const said: string[] = []
  const words = [
    '--data',
    data,
    '--experiment',
    name,
    '--users',
    users.join(),
    '--seeds',
    String(seeds),
    '--backend',
    'wasm',
  ]
  const results = await runExperiments(readOptions(words), {
    kept: join(data, 'kept'),
    load: loadExperiment,
    say: line => said.push(line),
    onRows: () => {},
  })
  return { rows: results[name]?.rows ?? [], said }
}

/** Each listener: of them only what is missing is said, or rows of what was measured, without a NaN. */
const leftOut: Readonly<Record<string, readonly Listener[]>> = {
  'next-track': ['empty', 'one', 'evening'],
  sat: ['empty', 'one', 'evening'],
  mostra: ['empty', 'one', 'evening', 'skips'],
  'fs-vae': ['empty', 'one', 'evening'],
  'fp-adametric': ['empty', 'one', 'evening'],
  gs: [],
  'first-days': [],
}

/** Who is measured beside them where that takes long: every fit of fp-adametric sees sixty thousand inputs, however short the log. */
const beside: Readonly<Record<string, readonly Listener[]>> = {
  'next-track': ['skips'],
  'fs-vae': ['skips'],
  'fp-adametric': [],
}

describe('with listeners of next to nothing', () => {
  it.each(Object.entries(leftOut))('%s says so of each and measures the others', async (name, expected) => {
    const others = beside[name] ?? ['enough', 'skips']
    const { rows, said } = await run(name, ['empty', 'one', 'evening', ...others])
    const lacking = said.filter(line => line.includes('has too little to measure'))
    expect(lacking.map(line => line.split(' ')[1]).sort()).toEqual([...expected].sort())
    for (const user of ['empty', 'one', 'evening', ...others] as const) {
      const own = rows.filter(row => row.user === user)
      if (expected.includes(user)) expect(own).toEqual([{ user, method: 'too little to measure', metrics: {} }])
      else expect(own.length, `rows of ${user}`).toBeGreaterThan(0)
    }
    for (const { user, method, metrics } of rows) {
      for (const [metric, value] of Object.entries(metrics))
        expect(value === null || Number.isFinite(value), `${user}, ${method}: ${metric} ${value}`).toBe(true)
    }
    expect(tableOf(rows)).not.toContain('NaN')
  })
})

describe('fp-adametric of a listener of whom nothing is to be foretold', () => {
  const nobody = { seeds: [{ heard: [], dropped: [] }], sessions: { heard: [], dropped: [] }, again: [] }

  it('gives no figures, and no difference', () => {
    expect(metricsOf(nobody)).toMatchObject({ 'ndcg@10': null, 'delta@10': null, n: 0 })
    expect(differences(clustersOf(nobody, nobody, 0), 1, 1)).toEqual({})
  })
})
