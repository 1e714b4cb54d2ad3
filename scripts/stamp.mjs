// Whether a set of files is still what it was: first by size and time, which costs milliseconds, then by content.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ quick: string, content: string }} Stamp */

/**
 * The stamp of the files under some paths, or the old one's verdict on them.
 *
 * @param {string} root
 * @param {readonly string[]} paths files or folders, relative to the root; absent ones count as empty
 * @param {Stamp | undefined} before
 * @returns {{ same: boolean, stamp: Stamp }} `same` when the content is what it was; the stamp's quick part may be new even so
 */
export function compareStamp(root, paths, before) {
  const files = paths.flatMap(path => filesUnder(root, path)).sort((a, b) => (a.path < b.path ? -1 : 1))
  const quick = digest(files.map(({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`))
  if (before?.quick === quick) return { same: true, stamp: before }
  const content = digest(files.map(({ path }) => `${path} ${digest([readFileSync(join(root, path))])}`))
  return { same: before?.content === content, stamp: { quick, content } }
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {{ path: string, size: number, mtimeMs: number }[]}
 */
function filesUnder(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return [{ path, size: stat.size, mtimeMs: stat.mtimeMs }]
  return readdirSync(join(root, path)).flatMap(name => filesUnder(root, `${path}/${name}`))
}

/** @param {readonly (string | Buffer)[]} parts */
function digest(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex')
}
