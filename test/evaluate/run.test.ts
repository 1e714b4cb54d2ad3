// A run of experiments goes on where it stopped, knows its own data, and says what it was asked wrongly.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Context, Experiment, Row } from '../../evaluate/experiment.ts'
import { readOptions } from '../../evaluate/options.ts'
import { runExperiments } from '../../evaluate/run.ts'
import { tableOf } from '../../evaluate/table.ts'

const root = mkdtempSync(join(tmpdir(), 'dwell-evaluate-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const head = 'ts,track,artist,album,ms_played,reason_start,reason_end,shuffle,skipped'
const line = (minute: number, track: number) =>
  `2024-01-01T10:${String(minute).padStart(2, '0')}:00Z,${track},1,1,60000,clickrow,trackdone,0,0`
let data = ''
beforeEach(() => {
  data = mkdtempSync(join(root, 'data-'))
  mkdirSync(join(data, 'listening'))
  writeFileSync(join(data, 'listening', 'u1.csv'), [head, line(1, 1), line(3, 2)].join('\n'))
  writeFileSync(join(data, 'listening', 'u2.csv'), [head, line(5, 3)].join('\n'))
})

/** Counts the plays of each listener, a step each, and fails where it is told to. */
function counting(made: string[], { version = 1, failAt = '' } = {}): Experiment {
  const rowOf = async (context: Context, user: string): Promise<Row> => {
    const plays = await context.step(`${user}/plays`, () => {
      if (user === failAt) throw new Error('the lights went out')
      made.push(user)
      return context.log(user).plays.length
    })
    return { user, method: 'count', metrics: { plays } }
  }
  return {
    name: 'counting',
    version,
    tensors: false,
    run: async context => {
      const rows: Row[] = []
      for (const user of context.users) rows.push(await rowOf(context, user))
      return rows
    },
  }
}

const run = (experiment: Experiment, words: readonly string[] = []) =>
  runExperiments(
    { ...readOptions(['--data', data, ...words]), experiments: ['counting'] },
    { kept: join(data, 'kept'), load: async () => experiment, say: () => {}, onRows: () => {} },
  )

describe('a run of experiments', () => {
  it('gives a row a listener and their mean', async () => {
    expect((await run(counting([])))['counting']?.rows).toEqual([
      { user: 'u1', method: 'count', metrics: { plays: 2 } },
      { user: 'u2', method: 'count', metrics: { plays: 1 } },
      { user: 'all', method: 'count', metrics: { plays: 1.5 } },
    ])
  })

  it('goes on where it stopped', async () => {
    const made: string[] = []
    await expect(run(counting(made, { failAt: 'u2' }))).rejects.toThrow('the lights went out')
    await run(counting(made))
    expect(made).toEqual(['u1', 'u2'])
  })

  it('makes anew what another version made, what is asked to be fresh, and what other data gave', async () => {
    const made: string[] = []
    await run(counting(made))
    await run(counting(made, { version: 2 }), ['--users', 'u1'])
    await run(counting(made, { version: 2 }), ['--users', 'u1', '--fresh'])
    cpSync(join(data, 'listening', 'u2.csv'), join(data, 'listening', 'u1.csv'))
    await run(counting(made, { version: 2 }), ['--users', 'u1'])
    expect(made).toEqual(['u1', 'u2', 'u1', 'u1', 'u1'])
  })

  it('keeps a listener’s steps when others are chosen beside', async () => {
    const made: string[] = []
    await run(counting(made), ['--users', 'u2'])
    await run(counting(made))
    expect(made).toEqual(['u2', 'u1'])
  })
})

describe('the options', () => {
  it('say what is missing or misspelt, and what there is', () => {
    expect(() => readOptions([])).toThrow(/--data is missing/)
    expect(() => readOptions(['--data', join(data, 'nowhere')])).toThrow(/no folder “listening”/)
    expect(() => readOptions(['--data', data, '--users', 'u1,u9'])).toThrow(/no log of “u9”.*there are u1, u2/)
    expect(() => readOptions(['--data', data, '--experiment', 'sleep'])).toThrow(/“sleep” is not one of next-track/)
    expect(() => readOptions(['--data', data, '--seeds', '0'])).toThrow(/“0” is not a whole number above 0/)
    expect(() => readOptions(['--data', data, '--backend', 'abacus'])).toThrow(/“abacus” is not one of tfjs-node/)
  })

  it('take every log that says why plays ended, and a thin one when it is named', () => {
    writeFileSync(join(data, 'listening', 'b1.csv'), `${head}\n2024-01-01 10:00,1,1,,60000,,,,\n`)
    expect(readOptions(['--data', data]).users).toEqual(['u1', 'u2'])
    expect(readOptions(['--data', data, '--users', 'b1']).users).toEqual(['b1'])
  })
})

describe('a table', () => {
  it('has a line a row, a column a metric, and a dash where there is none', () => {
    const lines = tableOf([
      { user: 'u1', method: 'a', metrics: { n: 12, auc: 0.87654 } },
      { user: 'u1', method: 'longer', metrics: { n: null } },
    ]).split('\n')
    expect(lines.map(each => each.trim().split(/ {2,}/))).toEqual([
      ['method', 'n', 'auc'],
      ['u1', 'a', '12', '0.8765'],
      ['u1', 'longer', '-', '-'],
    ])
  })
})
