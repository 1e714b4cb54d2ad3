// The memory of a program and everything it started, by kind of process: its share of what lies in RAM (PSS), from Linux's own books.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Whether this system says what memory is shared by whom. */
export const knowsShares = existsSync('/proc/self/smaps_rollup')

/** MiB of each kind of process below and including `pid`; pages that several share are counted once between them. */
export function memoryOf(pid: number): ReadonlyMap<string, number> {
  const parents = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(name => [Number(name), parentOf(Number(name))]),
  )
  const isOurs = (one: number): boolean => {
    for (let at: number | undefined = one; at !== undefined && at > 1; at = parents.get(at)) if (at === pid) return true
    return false
  }
  const found = new Map<string, number>()
  for (const one of parents.keys()) {
    if (!isOurs(one)) continue
    const kind = one === pid ? 'shell' : kindOf(one)
    const mb = shareOf(one)
    if (mb > 0) found.set(kind, (found.get(kind) ?? 0) + mb)
  }
  return found
}

function parentOf(pid: number): number | undefined {
  // The name in parentheses may hold anything; the state and the parent follow its last parenthesis.
  const [, parent] = /\) \S (\d+) [^)]*$/.exec(read(`/proc/${pid}/stat`)) ?? []
  return parent === undefined ? undefined : Number(parent)
}

/** Chromium's types by the words of this project. */
function kindOf(pid: number): string {
  // Zygotes' children write their words anew, with spaces between.
  const words = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  const [, type = 'other'] = /--type=(\S+)/.exec(words) ?? []
  const [, service = ''] = /--utility-sub-type=(\w+)/.exec(words) ?? []
  if (type === 'renderer') return 'window'
  if (type === 'utility') return service === 'node' ? 'core' : service
  return type === 'gpu-process' ? 'gpu' : type
}

function shareOf(pid: number): number {
  const [, kb = '0'] = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? []
  return Number(kb) / 1024
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It has just ended.
    return ''
  }
}
