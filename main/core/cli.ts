// The core without a window: `scan DIR`, `search WORDS`, `queue`, `train` and `stats`, on a profile named by --profile.
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { EventName, Payload } from '../../preload/contract/contract.ts'
import { DwellError } from '../../preload/contract/errors.ts'
import { queueAnswer } from './cli/queue.ts'
import { trainAnswer } from './cli/train.ts'
import { type Core, createCore } from './index.ts'
import { threadSidecars } from './learning/training-worker/thread-sidecars.ts'
import type { ScanReport } from './library/scan/report.ts'
import type { Log } from './log.ts'
import { workerEntries } from './workers.ts'

const usage = `Usage: npm run cli -- COMMAND --profile DIR [--json]

  scan DIR        take a folder in and read it to the end
  search WORDS    tracks, albums and artists of which every word matches
  queue           what would play next, and why; the companion's choice where no queue is kept
  train           learn from everything that was heard, now, and say what is used and what it beats
  stats           what is in the library, and what was heard

  --profile DIR   the profile to use; it is made when it is not there
  --json          print one JSON value instead of words
  --limit N       search, queue: at most N tracks (default 20)

scan and train want the profile for themselves: close Dwell first.`

interface Wanted {
  readonly command: string
  readonly words: readonly string[]
  readonly profile: string
  readonly json: boolean
  readonly limit: number
}

/** Throws DwellError 'bad-input' that says what is wrong. Relative paths are relative to `from`. */
function parse(args: readonly string[], from: string): Wanted {
  const options = {
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
    limit: { type: 'string', default: '20' },
  } as const
  const { values, positionals } = parseOrExplain(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const [command, ...words] = positionals
  if (command === undefined) throw new DwellError('bad-input', `No command was given.\n\n${usage}`)
  if (values.profile === undefined) throw new DwellError('bad-input', `--profile DIR is missing.\n\n${usage}`)
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new DwellError('bad-input', '--limit takes a whole number from 1 to 200.')
  return { command, words, profile: resolve(from, values.profile), json: values.json, limit }
}

function parseOrExplain<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new DwellError('bad-input', `${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`, {
      cause,
    })
  }
}

/** Warnings and errors go to stderr, so that stdout holds the answer alone. */
const log: Log = {
  info: () => undefined,
  warn: (message, facts) => process.stderr.write(`${message} ${facts ? JSON.stringify(facts) : ''}\n`),
  error: (message, facts) => process.stderr.write(`${message} ${facts ? JSON.stringify(facts) : ''}\n`),
}

/** What learning tells while it goes on. */
type OnLearning = (state: Payload<'learning.changed'>) => void

async function run(wanted: Wanted, from: string): Promise<string> {
  const write = wanted.command === 'scan' || wanted.command === 'train'
  let onLearning: OnLearning = () => {}
  const core = await createCore({
    profileDir: wanted.profile,
    cacheDir: join(tmpdir(), 'dwell-cli'),
    workers: workerEntries(),
    access: write ? 'alone' : 'read',
    sidecars: threadSidecars(reason => log.warn('the training worker ended', { reason })),
    log,
    emit: <N extends EventName>(name: N, payload: Payload<N>) => {
      // the name decides the payload
      if (name === 'learning.changed') onLearning(payload as Payload<'learning.changed'>)
    },
  })
  try {
    return await answer(core, wanted, from, listener => {
      onLearning = listener
    })
  } finally {
    await core.close()
  }
}

async function answer(
  core: Core,
  { command, words, json, limit }: Wanted,
  from: string,
  onLearning: (listener: OnLearning) => void,
): Promise<string> {
  switch (command) {
    case 'scan': {
      const [folder] = words
      if (folder === undefined)
        throw new DwellError('bad-input', 'scan takes a folder: npm run cli -- scan DIR --profile DIR')
      const report = await core.library.scanFolder(resolve(from, folder))
      return json ? JSON.stringify(report) : scanWords(report)
    }
    case 'search': {
      if (words.length === 0) throw new DwellError('bad-input', 'search takes the words to look for.')
      const found = await core.handlers['library.search']({ words: words.join(' '), limit })
      if (json) return JSON.stringify(found)
      const lines = [
        ...found.artists.map(({ name, tracks }) => `artist  ${name}  (${tracks} tracks)`),
        ...found.albums.map(
          ({ title, artist, year }) => `album   ${title} · ${artist}${year === null ? '' : ` · ${year}`}`,
        ),
        ...found.tracks.map(
          ({ title, artist, album }) => `track   ${title} · ${artist}${album === null ? '' : ` · ${album}`}`,
        ),
      ]
      return lines.length === 0 ? 'Nothing matches.' : lines.join('\n')
    }
    case 'queue':
      return queueAnswer(core.handlers, { limit, json })
    case 'train':
      return trainAnswer({
        ask: core.handlers,
        onChanged: onLearning,
        say: line => process.stderr.write(`${line}\n`),
        json,
      })
    case 'stats': {
      const library = await core.handlers['library.counts'](undefined)
      const heard = await core.handlers['listening.totals'](undefined)
      if (json) return JSON.stringify({ library, listening: heard })
      const hours = (ms: number) => `${(ms / 3_600_000).toFixed(1)} h`
      return [
        `${library.tracks} tracks (${hours(library.durationMs)}), ${library.albums} albums, ${library.artists} artists, ${library.genres} genres`,
        `${library.unplayable} cannot be played here, ${library.unavailable} cannot be reached, ${library.failed} files could not be read`,
        `${heard.plays} plays in ${heard.sessions} sessions, ${hours(heard.heardMs)} heard of ${heard.tracksHeard} tracks`,
      ].join('\n')
    }
    default:
      throw new DwellError('bad-input', `“${command}” is no command.\n\n${usage}`)
  }
}

function scanWords({ files, tracks, recordings, copies, failed, ms }: ScanReport): string {
  const lines = failed.map(({ path, code, message }) => `  ${path}: ${message} (${code})`)
  const copied = copies > 0 ? ` (${recordings} recordings, ${copies} copies)` : ''
  return [
    `${files} files in ${(ms / 1000).toFixed(1)} s: ${tracks} tracks${copied}, ${failed.length} could not be read`,
    ...lines,
  ].join('\n')
}

/** Runs one command; answers the exit code. Some unreadable files are no failure. */
export async function main(args: readonly string[], from: string): Promise<number> {
  try {
    process.stdout.write(`${await run(parse(args, from), from)}\n`)
    return 0
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    return thrown instanceof DwellError && thrown.code === 'bad-input' ? 2 : 1
  }
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd())
