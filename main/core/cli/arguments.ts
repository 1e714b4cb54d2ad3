// What was asked at the shell: a command, its words and its flags, each checked before anything is opened.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Balance } from '../../../preload/contract/balance.ts'
import { DwellError } from '../../../preload/contract/errors.ts'

export const usage = `Usage: npm run cli -- COMMAND --profile DIR [--json]

  scan DIR        take a folder in and read it to the end
  search WORDS    tracks, albums and artists of which every word matches
  tracks          every track of the library, with the file that plays; what cannot be reached now is marked
  queue           what would play next, and why; the companion's choice where no queue is kept
  history FILE    bring a history of Spotify, Last.fm or ListenBrainz along; it can be undone in the settings
  playlist FILE   make a playlist of an m3u or m3u8 file
  train           learn from everything that was heard, now, and say what is used and what it beats
  stats           what is in the library, and what was heard

  --profile DIR   the profile to use; commands that write make it when it is not there
  --json          print one JSON value instead of words
  --limit N       search, queue: at most N tracks, 200 at most (default 20); tracks: the first N
  --length N      queue: so many tracks, as far as the library goes
  --adventure A, --discovery D, --exposure E, --boost B
                  queue: sliders from 0 to 1, for this answer alone; the others stand where they stand. The companion lays the
                  queue out anew, and what was placed by hand keeps its place
  --preview       history: say what would be brought along, and write nothing

scan, history, playlist and train want the profile for themselves: close Dwell first. The others, and history --preview, read beside it.

tracks    A track with several files says the one that plays: of those that can be reached the best copy, else the best that is known.
queue     \`mix\` counts what the next twenty serve. Asked twice it says the same, as long as nothing changes.
history   \`row\` is the line of the file in csv and jsonl (a header is line 1), the place in the list in json (the first is 1). In a zip each
          says its \`file\` as well. Every row is either among \`plays\` or among \`skipped\`.`

const commands = ['scan', 'search', 'tracks', 'queue', 'history', 'playlist', 'train', 'stats'] as const
export type Command = (typeof commands)[number]
const commandOf = (word: string) => commands.find(one => one === word)

export type Sliders = Partial<Omit<Balance, 'anchor'>>

export interface Wanted {
  readonly command: Command
  readonly words: readonly string[]
  /** Absolute path of the file or folder that the command is about; empty where it is about none. */
  readonly path: string
  /** Absolute. */
  readonly profile: string
  readonly json: boolean
  readonly limit: number | undefined
  readonly length: number | undefined
  readonly sliders: Sliders
  readonly preview: boolean
}

const sliderNames = ['adventure', 'discovery', 'exposure', 'boost'] as const
const MOST_FOUND = 200

const options = {
  profile: { type: 'string' },
  json: { type: 'boolean', default: false },
  limit: { type: 'string' },
  length: { type: 'string' },
  adventure: { type: 'string' },
  discovery: { type: 'string' },
  exposure: { type: 'string' },
  boost: { type: 'string' },
  preview: { type: 'boolean', default: false },
} as const

/** Flags that mean something to one command alone. */
const belongs = {
  length: 'queue',
  adventure: 'queue',
  discovery: 'queue',
  exposure: 'queue',
  boost: 'queue',
  preview: 'history',
} as const

const badInput = (message: string, cause?: unknown) => new DwellError('bad-input', message, { cause })

/** Throws DwellError 'bad-input' that says what is wrong. Relative paths are relative to `from`. */
export function parse(args: readonly string[], from: string): Wanted {
  const { values, positionals } = read(args)
  const [word, ...words] = positionals
  if (word === undefined) throw badInput(`No command was given.\n\n${usage}`)
  const command = commandOf(word)
  if (command === undefined) throw badInput(`“${word}” is no command.\n\n${usage}`)
  if (values.profile === undefined) throw badInput(`--profile DIR is missing.\n\n${usage}`)
  for (const [flag, owner] of Object.entries(belongs))
    if (values[flag as keyof typeof belongs] && command !== owner)
      throw badInput(`--${flag} belongs to ${owner}; ${command} takes none.`)
  const sliders: { -readonly [N in keyof Sliders]: number } = {}
  for (const name of sliderNames) {
    const value = values[name]
    if (value !== undefined) sliders[name] = share(name, value)
  }
  const limit = whole('limit', values.limit, command === 'tracks' ? Number.MAX_SAFE_INTEGER : MOST_FOUND)
  const length = whole('length', values.length, Number.MAX_SAFE_INTEGER)
  const profile = resolve(from, values.profile)
  const path = pathOf(command, words, from)
  return { command, words, path, profile, json: values.json, limit, length, sliders, preview: values.preview }
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: withNegatives(args), options, allowPositionals: true })
  } catch (cause) {
    throw badInput(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`, cause)
  }
}

/** `--boost -1` as `--boost=-1`, so that it is answered as a number and not as a flag of its own. */
const withNegatives = (args: readonly string[]): string[] =>
  args.flatMap((arg, at) => {
    const isNegative = (one: string | undefined) => one !== undefined && /^-[\d.]/.test(one)
    const isFlag = (one: string | undefined) => one !== undefined && /^--[a-z]+$/.test(one)
    if (isNegative(arg) && isFlag(args[at - 1])) return []
    return isFlag(arg) && isNegative(args[at + 1]) ? [`${arg}=${args[at + 1]}`] : [arg]
  })

function share(flag: string, value: string): number {
  const number = Number(value)
  if (value.trim() === '' || !(number >= 0 && number <= 1))
    throw badInput(`--${flag} takes a number from 0 to 1, not “${value}”.`)
  return number
}

function whole(flag: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (value.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= most) return number
  throw badInput(
    `--${flag} takes a whole number ${most === Number.MAX_SAFE_INTEGER ? 'from 1' : `from 1 to ${most}`}, not “${value}”.`,
  )
}

function pathOf(command: Command, [first, ...more]: readonly string[], from: string): string {
  const takes = command === 'scan' ? 'folder' : command === 'history' || command === 'playlist' ? 'file' : null
  if (takes === null) {
    if (command !== 'search' && first !== undefined)
      throw badInput(`${command} takes no words, but “${first}” was given.`)
    return ''
  }
  if (first === undefined || first === '' || more.length > 0)
    throw badInput(
      `${command} takes one ${takes}: npm run cli -- ${command} ${takes === 'folder' ? 'DIR' : 'FILE'} --profile DIR`,
    )
  return resolve(from, first)
}
