// The core without a window: its commands (cli/arguments.ts says which), on a profile named by --profile.
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rngOf } from '../../models/rng.ts'
import type { EventName, Payload } from '../../preload/contract/contract.ts'
import { assertNever, DwellError } from '../../preload/contract/errors.ts'
import { parse, type Wanted } from './cli/arguments.ts'
import { historyAnswer } from './cli/history.ts'
import { type Pieces, writePieces } from './cli/pieces.ts'
import { playlistAnswer } from './cli/playlist.ts'
import { queueAnswer } from './cli/queue.ts'
import { scanAnswer } from './cli/scan.ts'
import { searchAnswer } from './cli/search.ts'
import { statsAnswer } from './cli/stats.ts'
import { tracksAnswer } from './cli/tracks.ts'
import { type Training, trainAnswer } from './cli/train.ts'
import { type Core, createCore } from './index.ts'
import { threadSidecars } from './learning/training-worker/thread-sidecars.ts'
import type { Log } from './log.ts'
import { workerEntries } from './workers.ts'

/** Tracks and results of a search that are shown where nothing is said. */
const SHOWN = 20
/** Draws among candidates begin here, so that a queue asked for twice is the same one. */
const SEED = 1

/** Where a command speaks: the answer alone goes to `out`, everything else to `err`. */
export interface Streams {
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream
}

function logTo(err: Streams['err']): Log {
  const tell: Log['warn'] = (message, facts) => void err.write(`${message} ${facts ? JSON.stringify(facts) : ''}\n`)
  return { info: () => undefined, warn: tell, error: tell }
}

/** What learning tells while it goes on. */
type OnLearning = (state: Payload<'learning.changed'>) => void

const writes = ({ command, preview }: Wanted) =>
  command === 'scan' || command === 'train' || command === 'playlist' || (command === 'history' && !preview)

async function run(wanted: Wanted, { out, err }: Streams): Promise<void> {
  const log = logTo(err)
  const say = (line: string) => void err.write(`${line}\n`)
  let onLearning: OnLearning = () => {}
  const draws = rngOf(SEED)
  if (wanted.path !== '' && !existsSync(wanted.path))
    throw new DwellError('file-missing', `There is nothing at ${wanted.path}.`)
  if (!writes(wanted) && !existsSync(wanted.profile))
    say(`There is no profile at ${wanted.profile}: it is read as an empty one, and not made.`)
  const core = await createCore({
    profileDir: wanted.profile,
    cacheDir: join(tmpdir(), 'dwell-cli'),
    workers: workerEntries(),
    access: writes(wanted) ? 'alone' : 'read',
    random: () => draws.next(),
    sidecars: threadSidecars(reason => log.warn('the training worker ended', { reason })),
    log,
    emit: <N extends EventName>(name: N, payload: Payload<N>) => {
      // the name decides the payload
      if (name === 'learning.changed') onLearning(payload as Payload<'learning.changed'>)
    },
  })
  try {
    const onChanged = (listener: OnLearning) => {
      onLearning = listener
    }
    await writePieces(lines(answer(core, wanted, { onChanged, say })), out)
  } finally {
    await core.close()
  }
}

/** With a line end at the end. */
async function* lines(said: Promise<string> | Pieces): Pieces {
  if (said instanceof Promise) yield await said
  else yield* said
  yield '\n'
}

function answer(core: Core, wanted: Wanted, telling: Pick<Training, 'onChanged' | 'say'>): Promise<string> | Pieces {
  const { command, words, path, json, limit } = wanted
  const { handlers: ask, library, history, playlists, queue } = core
  switch (command) {
    case 'scan':
      return scanAnswer({ library, path, json })
    case 'search':
      return searchAnswer({ ask, words: words.join(' '), limit: limit ?? SHOWN, json })
    case 'tracks':
      return tracksAnswer({ ask, library, limit, json })
    case 'queue':
      return queueAnswer({ queue, sliders: wanted.sliders, length: wanted.length ?? limit ?? SHOWN, json })
    case 'history':
      return historyAnswer({ ask, history, path, preview: wanted.preview, json })
    case 'playlist':
      return playlistAnswer({ playlists, path, json })
    case 'train':
      return trainAnswer({ ask, ...telling, json })
    case 'stats':
      return statsAnswer({ ask, json })
    default:
      return assertNever(command)
  }
}

/** Runs one command; answers the exit code. Some unreadable files are no failure. */
export async function main(args: readonly string[], from: string, streams: Streams): Promise<number> {
  try {
    await run(parse(args, from), streams)
    return 0
  } catch (thrown) {
    streams.err.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    return thrown instanceof DwellError && thrown.code === 'bad-input' ? 2 : 1
  }
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd(), {
    out: process.stdout,
    err: process.stderr,
  })
