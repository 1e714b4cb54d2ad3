// A profile of a listener who has been at home for weeks: short real records by six artists, and the play events of eight weeks.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HeardTrack, simulateListening } from '../../../main/core/demo/listener.ts'
import type { StyleName } from '../../../main/core/demo/styles.ts'
import { createCore } from '../../../main/core/index.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import { newProfile } from '../app.ts'
import { recordAlbum } from '../listener/music.ts'

const people: readonly (readonly [artist: string, style: StyleName])[] = [
  ['Milo', 'folk'],
  ['Ada Quint', 'jazz'],
  ['Port Authority', 'house'],
  ['Low Tide Club', 'ambient'],
  ['Pixel Harbour', 'chiptune'],
  ['The Bollards', 'rock'],
]
const TRACKS = 6
const SECONDS = 25

export interface Listened {
  readonly profile: string
  readonly tracks: number
  remove(): void
}

export async function listenedProfile(): Promise<Listened> {
  const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
  const profile = newProfile()
  for (const [artist] of people)
    recordAlbum(
      join(music, artist),
      { artist, album: `${artist} at home` },
      Array.from(
        { length: TRACKS },
        (_, index) => [`${artist.split(' ').at(-1)} ${index + 1}`, SECONDS + index] as const,
      ),
    )
  const core = await createCore({
    profileDir: profile,
    cacheDir: join(profile, 'remade'),
    workers: workerEntries(),
    access: 'alone',
    log: { info: () => {}, warn: console.warn, error: console.error },
    emit: () => {},
  })
  try {
    await core.library.scanFolder(music)
    const { ids: all } = await core.handlers['library.trackIds']({ filter: { of: 'all' }, sort: 'artist' })
    const ids = Int32Array.from(all)
    const rows = await core.handlers['library.tracks']({ ids })
    const styleOf = new Map(people)
    const shelf: HeardTrack[] = rows.map(({ id, artist, durationMs }) => ({
      id,
      artist,
      durationMs,
      style: styleOf.get(artist) ?? 'folk',
    }))
    const events = [...simulateListening(shelf, Date.now(), 11)]
    while (events.length > 0) await core.handlers['listening.report']({ events: events.splice(0, 1000) })
    // Nothing begins by itself while a test looks.
    await core.handlers['settings.set']({
      onboarded: true,
      trainAfterPlays: 5000,
      analyseSound: false,
      randomSlots: false,
    })
    return {
      profile,
      tracks: rows.length,
      remove() {
        for (const folder of [music, profile]) rmSync(folder, { recursive: true, force: true })
      },
    }
  } finally {
    await core.close()
  }
}
