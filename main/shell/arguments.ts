// The command line as one value: parsed once, at the door; what is not understood is said, never fatal.
import { resolve } from 'node:path'

export interface SelfCheckArguments {
  /** Folder of music to check with; null is the demonstration. */
  readonly library: string | null
  /** File of listening history to bring along. */
  readonly history: string | null
  /** File for the report. */
  readonly report: string | null
  /** Folder for a picture of each page. */
  readonly screenshots: string | null
}

export interface Arguments {
  /** Absolute folder of the profile; null is the person's own. */
  readonly profile: string | null
  readonly demo: boolean
  readonly selfCheck: SelfCheckArguments | null
  /** One line for each word that was not understood. */
  readonly warnings: readonly string[]
}

const switches = ['demo', 'self-check'] as const
const withPath = ['profile', 'library', 'history', 'report', 'screenshots'] as const
type WithPath = (typeof withPath)[number]
const ofTheSelfCheck: readonly WithPath[] = ['library', 'history', 'report', 'screenshots']

/** Flags that belong to Chromium or Node below us: they are neither ours nor wrong. */
const below =
  /^--(no-sandbox$|inspect|remote-debugging|enable-|disable-|force-|use-|ozone-|ignore-gpu|lang=|gtk-|js-flags|trace-|log-|vmodule|in-process-gpu|password-store|original-process-start-time|allow-file-access|high-dpi|touch-events)/

/**
 * The words meant for Dwell: all of them in a packaged app; in development what follows the folder of the application.
 *
 * @param argv as in `process.argv`
 */
export function ownWords(argv: readonly string[], packaged: boolean): readonly string[] {
  const words = argv.slice(1)
  return packaged ? words : words.slice(words.findIndex(word => !word.startsWith('-')) + 1)
}

/** Parses the words meant for Dwell; relative paths are taken from `cwd`. */
export function parseArguments(words: readonly string[], cwd: string): Arguments {
  const warnings: string[] = []
  const given = new Set<(typeof switches)[number]>()
  const paths = new Map<WithPath, string>()
  const left = [...words]

  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, name = '', glued] = /^--([a-z][a-z-]*)(?:=(.*))?$/.exec(word) ?? []
    const known = switches.find(each => each === name)
    const path = withPath.find(each => each === name)
    if (known && glued === undefined) given.add(known)
    else if (path) {
      const value = glued ?? (left[0]?.startsWith('--') ? undefined : left.shift())
      if (value) paths.set(path, resolve(cwd, value))
      else warnings.push(`--${path} wants a path after it; it is ignored.`)
    } else if (!below.test(word)) warnings.push(`"${word}" is not understood; it is ignored.`)
  }

  const selfCheck = given.has('self-check')
  for (const name of ofTheSelfCheck)
    if (paths.has(name) && !selfCheck) warnings.push(`--${name} means something only with --self-check; it is ignored.`)

  return {
    profile: paths.get('profile') ?? null,
    demo: given.has('demo'),
    selfCheck: selfCheck
      ? {
          library: paths.get('library') ?? null,
          history: paths.get('history') ?? null,
          report: paths.get('report') ?? null,
          screenshots: paths.get('screenshots') ?? null,
        }
      : null,
    warnings,
  }
}
