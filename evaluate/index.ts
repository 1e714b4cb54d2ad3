// `npm run evaluate`: the experiments of models/ on listening logs, as tables and as JSON.
import { writeFileSync } from 'node:fs'
import { loadExperiment } from './experiments/index.ts'
import { readOptions } from './options.ts'
import { keptBesideProject, runExperiments } from './run.ts'
import { tableOf } from './table.ts'

const started = Date.now()
try {
  const options = readOptions(process.argv.slice(2))
  const results = await runExperiments(options, {
    kept: keptBesideProject,
    load: loadExperiment,
    say: line => process.stderr.write(`${line}\n`),
    onRows: (name, rows) => process.stdout.write(`\n${name}\n\n${tableOf(rows)}\n`),
  })
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify({ experiments: results }, null, 2)}\n`)
  process.stderr.write(`\ndone in ${((Date.now() - started) / 1000).toFixed(0)} s\n`)
  process.exit(0) // a backend's threads would hold the process
} catch (error) {
  process.stderr.write(`evaluate: ${error instanceof Error ? error.message : error}\n`)
  if (process.env['DWELL_TRACE'] && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exit(1)
}
