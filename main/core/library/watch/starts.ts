// From what was touched to which folders are worth looking at again. Pure but for the question whether something is a folder.
import { isAudioName, isPassedOver, isPictureName } from '../scan/names.ts'
import { parentOf, pathWithin } from '../scan/paths.ts'
import type { WalkStart } from '../scan/walk.ts'
import type { Touched } from './subscribe.ts'

/** More than this, and the whole root is listed: null. */
const manyFolders = 100

/** Each folder once, none below another that is listed with everything in it. `isFolder`: does the path lead to a folder now? */
export function startsOf(
  root: string,
  touched: readonly Touched[],
  isFolder: (path: string) => boolean,
): readonly WalkStart[] | null {
  const shallow = new Set<string>()
  const deep = new Set<string>()
  for (const { kind, path } of touched) {
    const way = pathWithin(root, path)
    if (way === null || way.split('/').some(part => part !== '' && isPassedOver(part))) continue
    // The root itself, or a name that is no valid text: that folder cannot be named, so all is listed.
    if (way === '' || way.includes('\ufffd')) return null
    const mayBeFile = isAudioName(way) || isPictureName(way)
    // What is gone may have been a folder, whatever its name was.
    if (kind === 'delete') deep.add(way)
    else if (isFolder(path)) deep.add(way)
    else if (!mayBeFile) continue
    if (mayBeFile || kind !== 'update') shallow.add(parentOf(way))
  }
  if (shallow.size + deep.size > manyFolders) return null
  const covered = (way: string) => {
    for (let at = parentOf(way), last = way; last !== ''; last = at, at = parentOf(at)) if (deep.has(at)) return true
    return false
  }
  return [
    ...[...deep].filter(way => !covered(way)).map(folder => ({ folder, raw: null, deep: true })),
    ...[...shallow].filter(way => !deep.has(way) && !covered(way)).map(folder => ({ folder, raw: null, deep: false })),
  ]
}
