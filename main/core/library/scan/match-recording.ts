// Decides which recording each read file is, so that what moves, is renamed, re-tagged or re-encoded keeps its history.
// Order of belief: its own path; the same sound and the same tags; the same sound where every other copy is gone; the same tags and length.
import type { Files, LostFile, TrackFile } from '../../store/tables/files.ts'
import type { TrackIdentity, Tracks } from '../../store/tables/tracks.ts'
import type { Arrival, Verdict } from './arrival.ts'
import { isSameLength, isStill, isWeak, pairByPath, soundOf } from './identity.ts'
import type { Known } from './known-files.ts'
import { ending } from './names.ts'

export interface Decider {
  /** A verdict, or when to ask again: after the walk (where its old place may prove empty), or once everything is read. */
  first(arrival: Arrival): Verdict | 'after-walk' | 'at-the-end'
  /** The walk is over, and this file was not met. */
  lose(known: Known): void
  /** The walk is over, and all that was not met has been said. */
  walked(): void
  /** The rest, decided together: what best matches goes first. Each verdict is to be carried out before the next is asked for. */
  rest(arrivals: readonly Arrival[]): Generator<readonly [Arrival, Verdict]>
  /** A lost row was given a new place, or its place another recording. */
  carriedOut(fileId: number): void
}

interface Lost extends LostFile {
  readonly sound: string
}

export interface DeciderOptions {
  readonly files: Files
  readonly tracks: Tracks
  /** Some known file may have moved: verdicts about new paths wait for the end of the walk. */
  readonly someKnown: boolean
  /** Some root is away: its files count as gone. */
  readonly someAway: () => boolean
}

export function createDecider({ files, tracks, someKnown, someAway }: DeciderOptions): Decider {
  /** Not met in this scan, by row; what is known to be gone from before is asked of the store. */
  const unseen = new Map<number, Lost>()
  const unseenBySound = new Map<string, Lost[]>()
  /** Tracks whose place was taken by another recording, by the sound that lay there. */
  const displaced = new Map<string, number[]>()
  let walkOver = !someKnown

  const isGone = (file: TrackFile): boolean => file.gone === 1 || unseen.has(file.id)

  /** A file of the track with this sound that is lost, best by its path. Files of roots that are away are expected back: they stay. */
  function lostFileOf(trackId: number, arrival: Arrival): number | null {
    const { audioKey } = arrival.tagged
    if (arrival.found.known !== null || audioKey === null || arrival.sound === null) return null
    const lost = [...(unseenBySound.get(arrival.sound) ?? []), ...files.gone(audioKey, false)].filter(
      file => file.trackId === trackId,
    )
    return lost.length === 0 ? null : (pairByPath([placeOf(arrival)], lost)[0]?.[1].id ?? null)
  }

  function movedOrCopy(trackId: number, arrival: Arrival): Verdict {
    const fileId = lostFileOf(trackId, arrival)
    return fileId === null ? { is: 'copy', trackId } : { is: 'moved', trackId, fileId }
  }

  /** Same path, same recording? Null where the path is new or holds another recording now. */
  function sameAsBefore(arrival: Arrival): Verdict | null {
    const { known } = arrival.found
    if (known === null || known.trackId === null) return null
    const track = tracks.one(known.trackId)
    const sound = soundOf(files.audioKey(known.id))
    if (track !== null && isStill({ ...track, sound }, { ...arrival.described, sound: arrival.sound }))
      return { is: 'same', trackId: track.id }
    if (sound !== null) displaced.set(sound, [...(displaced.get(sound) ?? []), known.trackId])
    return null
  }

  /** The same sound with the same tags; without tags the same sound alone. */
  function exact(arrival: Arrival, alike: readonly TrackIdentity[]): Verdict | null {
    const { audioKey } = arrival.tagged
    if (audioKey === null || arrival.sound === null) return null
    const { identity } = arrival.described
    const gaveUp = displaced.get(arrival.sound) ?? []
    const agreeing = alike.find(track => files.hasSound(track.id, audioKey) || gaveUp.includes(track.id))
    if (agreeing !== undefined) return movedOrCopy(agreeing.id, arrival)
    if (!isWeak(identity)) return null
    const sounding = files.tracksOfSound(audioKey, 10).find(track => isWeak(track.identity))
    return sounding === undefined ? null : movedOrCopy(sounding.trackId, arrival)
  }

  /** Files with this sound whose recording has no copy left anywhere. */
  function lostWith(audioKey: Uint8Array, sound: string): readonly Lost[] {
    const lost = [
      ...(unseenBySound.get(sound) ?? []),
      ...files.gone(audioKey, someAway()).map(file => ({ ...file, sound })),
    ]
    const whole = new Map<number, boolean>()
    return lost.filter(file => {
      const known = whole.get(file.trackId)
      if (known !== undefined) return known
      const gone = files.ofTrack(file.trackId).every(isGone)
      whole.set(file.trackId, gone)
      return gone
    })
  }

  /** The same tags and length in another encoding. Two such files side by side in one format are two recordings, not two encodings. */
  function reencoded(arrival: Arrival, alike: readonly TrackIdentity[]): Verdict | null {
    const { identity, durationMs } = arrival.described
    const asLong = alike
      .filter(track => isSameLength(track.durationMs, durationMs))
      .sort((a, b) => Math.abs(a.durationMs - durationMs) - Math.abs(b.durationMs - durationMs))
    for (const track of asLong) {
      const copies = files.ofTrack(track.id)
      const allGone = copies.every(isGone)
      if (isWeak(identity)) {
        // Only a name and a length: enough for a file that vanished elsewhere, and only if no sound speaks against it.
        if (allGone && (arrival.sound === null || copies.every(copy => copy.audioKey === null)))
          return { is: 'copy', trackId: track.id }
        continue
      }
      if (allGone || !copies.some(copy => !isGone(copy) && isSideBySide(copy, arrival)))
        return { is: 'copy', trackId: track.id }
    }
    return null
  }

  function byTags(arrival: Arrival): Verdict {
    const alike = tracks.byIdentity(arrival.described.identity)
    return exact(arrival, alike) ?? reencoded(arrival, alike) ?? { is: 'new' }
  }

  return {
    first(arrival) {
      const same = sameAsBefore(arrival)
      if (same !== null) return same
      if (arrival.found.known !== null && arrival.found.known.trackId !== null) return 'at-the-end'
      if (!walkOver) return 'after-walk'
      const alike = tracks.byIdentity(arrival.described.identity)
      const found = exact(arrival, alike)
      if (found !== null) return found
      const { audioKey } = arrival.tagged
      if (audioKey !== null && arrival.sound !== null && lostWith(audioKey, arrival.sound).length > 0) {
        return 'at-the-end'
      }
      return reencoded(arrival, alike) ?? { is: 'new' }
    },

    lose(known) {
      if (known.trackId === null) return
      const sound = soundOf(files.audioKey(known.id)) ?? ''
      const lost: Lost = { id: known.id, trackId: known.trackId, folder: known.folder, name: known.name, sound }
      unseen.set(known.id, lost)
      const same = unseenBySound.get(sound)
      if (same === undefined) unseenBySound.set(sound, [lost])
      else same.push(lost)
    },

    walked() {
      walkOver = true
    },

    *rest(arrivals) {
      const unsettled: Arrival[] = []
      for (const arrival of arrivals) {
        const found = exact(arrival, tracks.byIdentity(arrival.described.identity))
        if (found !== null) yield [arrival, found]
        else unsettled.push(arrival)
      }
      const bySound = new Map<string, Arrival[]>()
      for (const arrival of unsettled) {
        const same = bySound.get(arrival.sound ?? '')
        if (same === undefined) bySound.set(arrival.sound ?? '', [arrival])
        else same.push(arrival)
      }
      for (const [sound, group] of bySound) {
        const audioKey = group[0]?.tagged.audioKey ?? null
        const lost = sound === '' || audioKey === null ? [] : lostWith(audioKey, sound)
        const matched = new Map<Arrival, Lost>()
        const claimed = new Set<number>()
        for (const [place, file] of pairByPath(group.map(placeOf), lost)) {
          if (claimed.has(file.trackId)) continue
          claimed.add(file.trackId)
          matched.set(place.arrival, file)
        }
        for (const arrival of group) {
          const file = matched.get(arrival)
          if (file === undefined) yield [arrival, byTags(arrival)]
          else if (arrival.found.known !== null) yield [arrival, { is: 'copy', trackId: file.trackId }]
          else yield [arrival, { is: 'moved', trackId: file.trackId, fileId: file.id }]
        }
      }
    },

    carriedOut(fileId) {
      const lost = unseen.get(fileId)
      if (lost === undefined) return
      unseen.delete(fileId)
      const same = unseenBySound.get(lost.sound)
      const at = same?.indexOf(lost) ?? -1
      if (at >= 0) same?.splice(at, 1)
    },
  }
}

function placeOf(arrival: Arrival) {
  return { folder: arrival.found.folder, name: arrival.found.name, arrival }
}

function isSideBySide(copy: TrackFile, arrival: Arrival): boolean {
  const { found } = arrival
  return copy.rootId === found.root.row.id && copy.folder === found.folder && ending(copy.name) === ending(found.name)
}
