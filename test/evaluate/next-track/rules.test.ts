// The reference protocol, to the letter: on real logs our four rules give what the reference script prints.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLog } from '../../../evaluate/logs.ts'
import { yardstickRanks } from '../../../evaluate/next-track/methods.ts'
import { metricsOf } from '../../../evaluate/next-track/ranks.ts'
import { targetsOf } from '../../../evaluate/next-track/targets.ts'
import { needs } from '../../needs.ts'

const data = process.env['DWELL_DATA'] ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data')
const [script, log] = [join(data, 'yardsticks.mjs'), join(data, 'listening', 'u5.csv.gz')]

describe('the next-track protocol', () => {
  // Needs the listening logs, which are not part of the project.
  it(
    'gives the rows of the reference script',
    needs(existsSync(script) && existsSync(log), 'the listening logs do not lie beside the project'),
    () => {
      const printed = execFileSync(process.execPath, [script, log], { encoding: 'utf8' })
      const own = readLog(log)
      const targets = targetsOf(own)
      for (const [name, ranks] of Object.entries(yardstickRanks(own, targets))) {
        const line = printed.split('\n').find(each => each.trim().startsWith(`${name} `)) ?? ''
        const [, hr, ndcg, n, repeats, firsts] =
          /HR@10 ([\d.]+) {2}NDCG@10 ([\d.]+) {2}n (\d+) {2}repeats ([\d.]+) of \d+ {2}first plays ([\d.]+)/.exec(
            line,
          ) ?? []
        const metrics = metricsOf(targets, ranks)
        const four = (value: number | null | undefined) => (value ?? 0).toFixed(4)
        expect([
          name,
          four(metrics['hr@10']),
          four(metrics['ndcg@10']),
          String(metrics['n']),
          four(metrics['repeats/hr@10']),
          four(metrics['first/hr@10']),
        ]).toEqual([name, hr, ndcg, n, repeats, firsts])
      }
    },
  )
})
