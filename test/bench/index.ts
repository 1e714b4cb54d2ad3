// `npm run bench -- [NAME …] [--tracks N] [--json FILE]`: every benchmark, or those named; a table as it goes, and JSON for who compares.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { BenchOptions, Report } from './measure.ts'

type Bench = (report: Report, options: BenchOptions) => Promise<void>

interface Figure {
  readonly bench: string
  readonly name: string
  readonly value: number | null
  readonly unit: string
  readonly note?: string
}

/** In the order of a run: what fills the machine's caches least comes first. Each lives in `<name>.ts` as `<name>Bench`, hyphens as capitals. */
const all = [
  'scan',
  'search',
  'views',
  'audio-analysis',
  'training',
  'loop',
  'while-training',
  'rows',
  'startup',
  'memory',
  'dev',
] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, tracks: { type: 'string', default: '100000' } },
})

async function benchOf(name: string): Promise<Bench | null> {
  const file = new URL(`./${name}.ts`, import.meta.url)
  if (!existsSync(file)) return null
  // Whatever it is, it is checked below.
  const module = (await import(file.href)) as Readonly<Record<string, unknown>>
  const bench = module[`${name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Bench`]
  // By the convention above.
  return typeof bench === 'function' ? (bench as Bench) : null
}

function printed(value: number): string {
  if (!Number.isFinite(value)) return '-'
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}

const unknown = positionals.filter(name => !(all as readonly string[]).includes(name))
const tracks = Number(values.tracks)
if (unknown.length > 0 || !Number.isInteger(tracks) || tracks < 1) {
  console.error(`Benchmarks: ${all.join(', ')}. Options: --tracks N (a whole number), --json FILE.`)
  process.exit(2)
}

const figures: Figure[] = []
const work = mkdtempSync(join(tmpdir(), 'dwell-bench-'))
let failed = false
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}, ${tracks} tracks\n`,
)
for (const name of positionals.length > 0 ? positionals : all) {
  const bench = await benchOf(name)
  if (!bench) {
    console.log(`${name}: not built yet`)
    continue
  }
  try {
    await bench(
      (what, value, unit, note) => {
        figures.push({
          bench: name,
          name: what,
          value: Number.isFinite(value) ? value : null,
          unit,
          ...(note !== undefined && { note }),
        })
        console.log(`${what.padEnd(62)} ${printed(value).padStart(9)} ${unit.padEnd(8)} ${note ?? ''}`)
      },
      { tracks, work },
    )
  } catch (thrown) {
    failed = true
    console.error(`${name}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`)
  }
  console.log('')
}
if (values.json !== undefined) {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 2 ** 20),
  }
  const document = {
    date: new Date().toISOString(),
    ...machine,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    tracks,
    figures,
  }
  writeFileSync(resolve(values.json), `${JSON.stringify(document, null, 2)}\n`)
}
process.exitCode = failed ? 1 : 0
