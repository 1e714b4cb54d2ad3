// What no test does: draw what cannot be drawn again, wait by the clock, set itself a limit, try again, or be skipped without a reason.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../scripts/places.mjs'

const files = globSync('test/**/*.{ts,tsx}', { cwd: root })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => !/^test\/(e2e|bench)\/|[.]e2e[.]ts$|^test\/(seed|until)[.]ts$|\/manner[.]test[.]ts$/.test(file))

const never: Readonly<Record<string, RegExp>> = {
  'draws without a seed': /Math[.]random\(|randomUUID|randomBytes|getRandomValues|[{,]\s*seed: \d+[^}]*numRuns/,
  'waits for a limit of its own': /vi[.]wait(For|Until)|[{ ]timeout: |^ *\}, [\d_]{4,}\)$|AbortSignal[.]timeout/m,
  'tries again': /\bretry: |repeats: /,
  'is skipped without a reason': /[.](skipIf|runIf)\(|\b(it|describe|test)[.]skip\(/,
}

it.each(Object.entries(never))('no test %s', (_what, pattern) => {
  const found = files.filter(file => pattern.test(readFileSync(join(root, file), 'utf8')))
  expect(found).toEqual([])
})
