// Where a file lies: a root, a folder inside it with '/' between parts, a name; as text, or as bytes where some part is no valid UTF-8.
import { isAbsolute, relative, sep } from 'node:path'

export type AnyPath = string | Buffer

/** Path inside a root. */
export function inside(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

export function parentOf(path: string): string {
  const cut = path.lastIndexOf('/')
  return cut < 0 ? '' : path.slice(0, cut)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function join(root: string, path: string): string {
  if (path === '') return root
  const native = sep === '/' ? path : path.replaceAll('/', sep)
  return root.endsWith(sep) ? root + native : root + sep + native
}

/** Absolute path of a folder; bytes when `raw` (the folder's exact bytes inside the root) is given. */
export function folderPath(root: string, folder: string, raw: Uint8Array | null): AnyPath {
  return raw === null ? join(root, folder) : Buffer.concat([Buffer.from(join(root, ' ').slice(0, -1)), raw])
}

/** Absolute path of what lies in a folder. */
export function childPath(folder: AnyPath, name: string, raw: Uint8Array | null): AnyPath {
  if (typeof folder === 'string' && raw === null) return join(folder, name)
  const before = Buffer.isBuffer(folder) ? folder : Buffer.from(folder)
  const slash = before.at(-1) === sep.charCodeAt(0) ? '' : sep
  return Buffer.concat([before, Buffer.from(slash), raw ?? Buffer.from(name)])
}

/** Exact bytes, inside the root, of what lies in a folder; null while text says it all. */
export function childRaw(
  folder: string,
  folderRaw: Uint8Array | null,
  name: string,
  raw: Uint8Array | null,
): Uint8Array | null {
  if (folderRaw === null && raw === null) return null
  const before = folderRaw ?? Buffer.from(folder)
  const last = raw ?? Buffer.from(name)
  return before.length === 0 ? Uint8Array.from(last) : new Uint8Array(Buffer.concat([before, Buffer.from('/'), last]))
}

/** Is `path` the folder `root` or below it? Both absolute and real. Null when not, else the path inside. */
export function pathWithin(root: string, path: string): string | null {
  const way = relative(root, path)
  if (way === '') return ''
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return null
  return sep === '/' ? way : way.replaceAll(sep, '/')
}
