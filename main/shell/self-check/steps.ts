// What the self-check does, as a listener would: scan, play with skips and a natural change, look at the log, restart. Each throws when it must not go on.

import type { Client } from '../../../preload/contract/client.ts'
import type { CoreCallName } from '../../../preload/contract/contract.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import { nameOf } from '../../core/queue-words.ts'
import { failuresWritten, written } from './report.ts'
import { pause, until } from './waiting.ts'

/** D lets Dwell play, B goes to the balance, K into the page's list. */
export type Key = 'Space' | 'Right' | 'D' | 'B' | 'K' | 'Home' | 'End' | 'Tab' | '1' | '2' | '3' | '4'

/** The hands and audio analysis of the self-check. */
export interface App {
  readonly core: Client<CoreCallName>
  /** Presses and releases a key in the window, as a keyboard does. */
  press(key: Key, withControl?: boolean): void
  /** Which slider of the balance has the focus, from 0 in their order; -1: none. */
  focusedSlider(): Promise<number>
  /** Ends the core and the window as at quitting, and opens both anew. */
  restart(): Promise<void>
}

export type Detail = Readonly<Record<string, unknown>>

const MINUTE = 60_000
const LISTEN_MS = 4_000
/** A skipped one is heard for a few seconds, the last one while the queue is balanced. */
const SHORTEST_MS = 20_000
const PAGE = 500
const KEYS_APART_MS = 120
/** The log may lag by a heartbeat, and the machine may be slow to begin. */
const DWELL_SLACK_MS = 2_500

/** Takes the folder in (or waits for the demonstration to be made) and reads it to the end. */
export async function scan({ core }: App, library: string | null): Promise<Detail> {
  let begun = false
  const stop = core.on('library.progressed', ({ state }) => {
    begun ||= state !== 'idle'
  })
  if (library !== null) {
    await core.call('library.addRoot', { path: library })
    // as the first-run page says when the listener goes on from it
    await core.call('settings.set', { onboarded: true })
  } else
    await until('the demonstration', 6 * MINUTE, async () =>
      (await core.call('playlists.all')).length > 1 ? true : null,
    )
  const { found, done } = await until('the end of the scan', 30 * MINUTE, async () => {
    const progress = await core.call('library.progress')
    return begun && progress.state === 'idle' && progress.found > 0 ? progress : null
  })
  stop()
  const failures = await core.call('library.failures', { limit: 1000 })
  const counts = await until('the library’s lists', MINUTE, async () => {
    const now = await core.call('library.counts')
    return now.tracks > 0 || failures.length === found ? now : null
  })
  if (counts.tracks === 0) throw new Error('no track was found')
  if (done !== found) throw new Error(`${found} files were found and only ${done} read`)
  return {
    files: found,
    tracks: counts.tracks,
    unplayable: counts.unplayable,
    failed: written(failures.slice(0, failuresWritten)),
  }
}

/** Two tracks are skipped after a few seconds, a third runs into the fourth by itself: both decks sound. */
export async function play(app: App): Promise<Detail> {
  const { core } = app
  const playable = await someToPlay(core)
  if (playable.length < 4) throw new Error(`only ${playable.length} tracks can be played; four are needed`)
  const list = Int32Array.from(playable, row => row.id)
  await core.call('queue.play', { ids: list, startAt: 0, origin: 'album', source: { kind: 'tracks' }, shuffle: false })

  const heard: PlayRow[] = []
  await until('the window taking the queue up', MINUTE, async () =>
    (await core.call('queue.state')).current ? true : null,
  )
  await begin(app)
  for (const _ of [0, 1]) {
    heard.push(await sounding(app, heard))
    await pause(LISTEN_MS)
    app.press('Right', true)
  }
  const third = await sounding(app, heard)
  heard.push(third)
  // Forward by keys to where the end is near, then let it end by itself.
  for (let at = 0; at < third.durationMs - 8_000; at += 5_000) {
    app.press('Right')
    await pause(KEYS_APART_MS)
  }
  const fourth = await sounding(app, heard)
  await pause(LISTEN_MS)
  app.press('Space')
  await pause(500)
  const all = [...heard, fourth]
  if (new Set(all.map(track => track.trackId)).size < 4)
    throw new Error('the queue did not go on to another track each time')
  return { tracks: all.map(nameOf) }
}

/** Six in a row by artist that can be left after a few seconds without ending by themselves; a folder of sounds has shorter ones, too. */
async function someToPlay(core: App['core']): Promise<readonly TrackRow[]> {
  const { ids } = await core.call('library.trackIds', { filter: { of: 'all' }, sort: 'artist' })
  const found: TrackRow[] = []
  for (let from = 0; from < ids.length && found.length < 6; from += PAGE) {
    const rows = await core.call('library.tracks', { ids: ids.slice(from, from + PAGE) })
    found.push(...rows.filter(row => row.playable && row.available && row.durationMs >= SHORTEST_MS))
  }
  return found.slice(0, 6)
}

/** Presses play; a window that was still opening heard nothing, and is pressed again. */
async function begin(app: App): Promise<void> {
  const last = async () => (await app.core.call('listening.recent', { limit: 1 }))[0]?.playId
  const before = await last()
  await until('music after pressing play', MINUTE, async () => {
    app.press('Space')
    const started = async () => ((await last()) === before ? null : true)
    return until('', 5_000, started).catch(() => null)
  })
}

/** The first play that is not among `before` and has begun to sound. */
async function sounding({ core }: App, before: readonly PlayRow[]): Promise<PlayRow> {
  const known = new Set(before.map(play => play.playId))
  const since = before[0]?.startedAt ?? 0
  return until('the next track sounding', MINUTE, async () => {
    const plays = await core.call('listening.recent', { limit: 10 })
    return plays.find(play => play.startedAt >= since && play.cause === null && !known.has(play.playId)) ?? null
  })
}

/** What was heard is on disk, as it was: how long, why it ended, what it meant. */
export async function log({ core }: App): Promise<{ detail: Detail; plays: readonly PlayRow[] }> {
  const plays = (await core.call('listening.recent', { limit: 4 })).toSorted((a, b) => a.startedAt - b.startedAt)
  const [first, second, third, fourth] = plays
  if (!first || !second || !third || !fourth) throw new Error(`four plays were heard, ${plays.length} are in the log`)
  for (const play of [first, second]) {
    if (play.cause !== 'skip') throw new Error(`“${play.title}” was skipped, the log says ${play.cause}`)
    if (Math.abs(play.dwellMs - LISTEN_MS) > DWELL_SLACK_MS)
      throw new Error(`“${play.title}” was heard for about ${LISTEN_MS} ms, the log says ${play.dwellMs}`)
  }
  if (third.cause !== 'finished') throw new Error(`“${third.title}” ended by itself, the log says ${third.cause}`)
  if (fourth.cause !== null) throw new Error(`“${fourth.title}” is paused, the log says ${fourth.cause}`)
  return { detail: { plays: plays.length, causes: plays.map(play => play.cause) }, plays }
}

/** After a restart the same track waits where it was, silent; and nothing that was logged is lost. */
export async function restart(app: App): Promise<Detail> {
  const { core } = app
  const before = await core.call('queue.state')
  const totals = await core.call('listening.totals')
  await app.restart()
  const after = await core.call('queue.state')
  if (after.current?.id !== before.current?.id) throw new Error('another track waits than before the restart')
  if (Math.abs(after.positionMs - before.positionMs) > 5_000)
    throw new Error(`the position was ${before.positionMs} ms and is ${after.positionMs} ms`)
  if (after.upcoming.length !== before.upcoming.length) throw new Error('the queue is another than before the restart')
  await pause(3_000)
  const later = await core.call('listening.totals')
  if (later.plays !== totals.plays) throw new Error(`${totals.plays} plays before the restart, ${later.plays} after it`)
  return {
    track: after.current?.track.title,
    positionMs: after.positionMs,
    upcoming: after.upcoming.length,
    plays: later.plays,
  }
}
