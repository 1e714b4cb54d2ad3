// Carries verdicts out: writes files, tracks, people, records, and keeps what follows from them true at every commit.

import type { ErrorCode } from '../../../../preload/contract/errors.ts'
import type { Store } from '../../store/open.ts'
import type { FileFailure, FilePlace, FileSound } from '../../store/tables/files.ts'
import type { TrackValues } from '../../store/tables/tracks.ts'
import { fold, sortKey } from '../../text/fold.ts'
import { createRecords, type Records } from './albums.ts'
import type { Arrival, Found, Verdict } from './arrival.ts'
import type { FolderEntry, KnownRoot } from './known-files.ts'
import { isDiscFolder } from './names.ts'
import { nameOf, parentOf } from './paths.ts'
import { createTables, type Tables } from './tables.ts'

/** Told, inside the transaction, which tracks were written: the search keeps their words. */
export type IndexTracks = (db: Store['db'], trackIds: Int32Array) => void

export interface Writer {
  readonly tables: Tables
  /** One transaction: `work` writes, then everything that follows from it is settled. Ids of the tracks that changed. */
  commit(work: () => void): readonly number[]
  /** Inside `commit`: a file that was read. Its track's id. */
  write(arrival: Arrival, verdict: Verdict, at: number): number
  /** Inside `commit`: a file that could not be read. */
  writeFailure(found: Found, failure: FileFailure, at: number): void
  /** Inside `commit`: the file is there again, or is not. */
  setPresence(fileId: number, trackId: number | null, present: boolean, doubted: boolean): void
  /** Inside `commit`: what can be reached of this track may have changed. */
  touch(trackId: number): void
  /** Inside `commit`: why a folder could not be listed; null once it can. */
  setFolderError(
    root: KnownRoot,
    folder: string,
    raw: Uint8Array | null,
    error: { code: ErrorCode; message: string } | null,
  ): void
  /** Inside `commit`: the folder's own picture, which its files without one of their own wear, and those of its discs. */
  setCover(
    root: KnownRoot,
    folder: FolderEntry,
    cover: { art: string | null; name: string | null; size: number | null; mtimeMs: number | null },
  ): void
  folder(root: KnownRoot, path: string, raw: Uint8Array | null): FolderEntry
}

export function createWriter(db: Store['db'], index: IndexTracks): Writer {
  const tables = createTables(db)
  const { files, folders, tracks, names } = tables
  const records: Records = createRecords(tables)
  /** Quality of the best copy of tracks that gain copies, so that ten thousand copies of one are not compared ten thousand times. */
  const best = new Map<number, number>()
  /** Wants its words kept anew. */
  const written = new Set<number>()
  /** Can be reached, or not any more, or by another copy. */
  const changed = new Set<number>()
  const touched = new Set<number>()

  function touchRecordOf(trackId: number): void {
    const albumId = tracks.one(trackId)?.albumId ?? null
    if (albumId !== null) records.touch(albumId)
  }

  function settle(): void {
    const reach = touched.size > 0 ? tables.roots.reach() : null
    for (const trackId of touched) {
      const news = reach === null ? null : tracks.settle(trackId, reach)
      if (news !== null) changed.add(trackId)
      // What can be reached says nothing of a record; what is shown does.
      if (news !== 'listed') continue
      touchRecordOf(trackId)
    }
    records.settle()
    if (written.size > 0) index(db, Int32Array.from(written))
  }

  function folder(root: KnownRoot, path: string, raw: Uint8Array | null): FolderEntry {
    const known = root.folders.get(path)
    if (known !== undefined) return known
    const parent = path === '' ? null : folder(root, parentOf(path), raw === null ? null : parentBytes(raw))
    const name = path === '' ? root.row.name : nameOf(path)
    const id = folders.add({
      rootId: root.row.id,
      parentId: parent?.id ?? null,
      path,
      raw,
      name,
      sortName: sortKey(name),
    })
    const entry: FolderEntry = {
      id,
      path,
      errorCode: null,
      art: null,
      coverName: null,
      coverSize: null,
      coverMtimeMs: null,
    }
    root.remember(entry)
    return entry
  }

  /** A disc without a picture wears the one of the record's folder. */
  function artOf(root: KnownRoot, entry: FolderEntry): string | null {
    if (entry.art !== null || !isDiscFolder(nameOf(entry.path))) return entry.art
    return root.folders.get(parentOf(entry.path))?.art ?? null
  }

  function valuesOf(arrival: Arrival, entry: FolderEntry, before: number | null): TrackValues {
    const { tagged, described } = arrival
    if (tagged.picture !== null) tracks.rememberPicture(tagged.picture.hash, tagged.picture.mime, tagged.picture.bytes)
    const art = tagged.picture?.hash ?? artOf(arrival.found.root, entry)
    return {
      title: described.title,
      artist: described.artist,
      albumId: described.album === null ? null : records.idOf(described.album, described, art, before),
      albumArtist: described.albumArtist,
      disc: described.disc,
      track: described.track,
      year: described.year,
      genre: described.genres.length === 0 ? null : described.genres.join(', '),
      durationMs: described.durationMs,
      identity: described.identity,
      sortTitle: described.sortTitle,
      sortArtist: described.sortArtist,
      sortAlbum: described.sortAlbum,
      art,
      rating: tagged.rating,
      codec: tagged.codec,
      playable: tagged.playable,
      unplayableReason: tagged.unplayableReason,
      trackGainDb: tagged.trackGainDb,
      trackPeak: tagged.trackPeak,
      albumGainDb: tagged.albumGainDb,
      albumPeak: tagged.albumPeak,
    }
  }

  function setPeople(trackId: number, arrival: Arrival): void {
    const people = new Set(arrival.described.artists.map(artist => names.artist(artist)))
    tracks.setPeople(trackId, [...people])
    tracks.setGenres(
      trackId,
      arrival.described.genres.map(genre => names.genre(genre, fold(genre))),
    )
  }

  function writeFile(arrival: Arrival, verdict: Verdict, trackId: number, entry: FolderEntry, at: number): void {
    const { found, tagged, described } = arrival
    const sound: FileSound = {
      trackId,
      audioKey: tagged.audioKey,
      codec: tagged.codec,
      playable: tagged.playable,
      unplayableReason: tagged.unplayableReason,
      quality: described.quality,
      mime: tagged.mime,
      bitrate: whole(tagged.bitrate),
      sampleRate: whole(tagged.sampleRate),
      channels: whole(tagged.channels),
    }
    if (found.known !== null) files.update(found.known.id, found, sound)
    else if (verdict.is === 'moved') files.move(verdict.fileId, placeOf(found, entry), found, sound)
    else files.add(placeOf(found, entry), found, sound, at)
  }

  return {
    tables,
    folder,
    commit(work) {
      try {
        db.transaction(() => {
          work()
          settle()
        })()
        return [...new Set([...written, ...changed])]
      } catch (error) {
        names.forget()
        records.forget()
        best.clear()
        throw error
      } finally {
        written.clear()
        changed.clear()
        touched.clear()
      }
    },

    write(arrival, verdict, at) {
      const { found, described } = arrival
      const entry = folder(found.root, found.folder, found.rawFolder)
      const held = found.known?.trackId ?? null
      if (verdict.is === 'new') {
        const trackId = tracks.add(valuesOf(arrival, entry, null), at)
        setPeople(trackId, arrival)
        writeFile(arrival, verdict, trackId, entry, at)
        best.set(trackId, described.quality)
        written.add(trackId)
        if (held !== null) touched.add(held)
        return trackId
      }
      const { trackId } = verdict
      const isCopy = verdict.is === 'copy'
      const bestBefore = isCopy ? (best.get(trackId) ?? tracks.bestQuality(trackId)) : -1
      writeFile(arrival, verdict, trackId, entry, at)
      // A copy takes over only when it is better; what a track is known by speaks for it again whatever it says now.
      const leads = isCopy ? described.quality > bestBefore : described.quality >= tracks.bestQuality(trackId)
      if (isCopy) best.set(trackId, Math.max(bestBefore, described.quality))
      else best.delete(trackId)
      const before = tracks.one(trackId)
      if (leads) {
        const albumBefore = before?.albumId ?? null
        tracks.update(trackId, valuesOf(arrival, entry, verdict.is === 'moved' ? albumBefore : null))
        setPeople(trackId, arrival)
        if (albumBefore !== null) records.touch(albumBefore)
        written.add(trackId)
      }
      if (leads || !isCopy || before?.available !== 1) touched.add(trackId)
      if (held !== null && held !== trackId) touched.add(held)
      return trackId
    },

    writeFailure(found, failure, at) {
      if (found.known === null) {
        files.addFailed(placeOf(found, folder(found.root, found.folder, found.rawFolder)), found, failure, at)
        return
      }
      files.fail(found.known.id, found, failure)
      if (found.known.trackId !== null) touched.add(found.known.trackId)
    },

    setPresence(fileId, trackId, present, doubted) {
      files.setPresence(fileId, present, doubted)
      if (trackId === null) return
      best.delete(trackId)
      touched.add(trackId)
    },

    touch(trackId) {
      touched.add(trackId)
    },

    setFolderError(root, path, raw, error) {
      const entry = folder(root, path, raw)
      folders.setError(entry.id, error?.code ?? null, error?.message ?? null)
      entry.errorCode = error?.code ?? null
    },

    setCover(root, entry, cover) {
      folders.setCover(entry.id, cover)
      const discs = (root.discs.get(entry.path) ?? []).filter(disc => disc.art === null)
      for (const one of [entry, ...discs]) {
        for (const trackId of folders.dress(one.id, entry.art, cover.art)) {
          changed.add(trackId)
          touchRecordOf(trackId)
        }
      }
      entry.art = cover.art
      entry.coverName = cover.name
      entry.coverSize = cover.size
      entry.coverMtimeMs = cover.mtimeMs
    },
  }
}

function placeOf(found: Found, entry: FolderEntry): FilePlace {
  return { rootId: found.root.row.id, folderId: entry.id, name: found.name, rawName: found.rawName }
}

/** Exact bytes of the folder around; null where what is left is plain text again. */
function parentBytes(raw: Uint8Array): Uint8Array | null {
  const cut = Buffer.from(raw).lastIndexOf('/')
  if (cut < 0) return null
  const before = raw.subarray(0, cut)
  return Buffer.from(Buffer.from(before).toString('utf8')).equals(before) ? null : Uint8Array.from(before)
}

function whole(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(value)
}
