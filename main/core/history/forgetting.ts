// Forgetting: what is no longer shown, counted or learned from, at once and taken back as easily; and erased for good only when asked.

import { DwellError } from '../../../preload/contract/errors.ts'
import type { ForgetWhat, Forgotten } from '../../../preload/contract/history.ts'
import type { Belief } from '../../../preload/contract/insights.ts'
import type { CoreContext } from '../service.ts'
import { erasingOf } from '../store/tables/erasing.ts'
import { type ForgetTables, forgetTables, type Scope } from '../store/tables/forgets.ts'
import type { Touched } from '../store/tables/plays.ts'
import { historyOf } from '../store/tables/sessions.ts'
import { turn } from '../turn.ts'
import { groundOf } from './belief.ts'
import { eraseForGood } from './erase.ts'

export interface Forgetting {
  preview(what: ForgetWhat): Promise<{ readonly plays: number }>
  forget(what: ForgetWhat): Promise<Forgotten>
  /** At once, also inside a caller's transaction; answers the forgetting's number. */
  forgetBelief(belief: Belief): number
  all(): readonly Forgotten[]
  undo(id: number): void
  erase(): Promise<{ readonly plays: number }>
  /** Goes on erasing where a killed core left off. */
  resume(): Promise<void>
  close(): Promise<void>
}

export interface ForgettingParts {
  /** Counts tracks and sessions again, inside the transaction; null: all of them are marked. */
  readonly recount: (touched: Touched | null) => void
  /** Counts what was marked, a slice between other work. */
  readonly recountRest: () => Promise<void>
  /** Rows of these tracks say something else now. */
  readonly onTracks: (ids: Int32Array) => void
}

const HOUR_MS = 3_600_000
/** Plays looked at in one slice of counting or erasing: a few milliseconds. */
const PAGE = 300
/** More tracks than this are counted a slice at a time. */
const MOST_AT_ONCE = 200

const anything = { trackId: null, artistId: null, genreId: null, fromHour: null, toHour: null }

export function createForgetting(context: CoreContext, parts: ForgettingParts): Forgetting {
  const { store, now, emit, log } = context
  const tables: ForgetTables = forgetTables(store.db)
  const listening = historyOf(store.db)
  let erasing: Promise<{ readonly plays: number }> | null = null
  let closed = false

  /** What is meant, and its name. */
  function meant(what: ForgetWhat): { readonly scope: Scope; readonly label: string } {
    const at = now()
    // A clock that was set back must not save what was heard "later".
    const to = Math.max(at, tables.lastStart() ?? 0)
    switch (what.kind) {
      case 'lastHour':
        return { scope: { ...anything, from: tables.soundingAt(at - HOUR_MS) ?? at - HOUR_MS, to: at }, label: '' }
      case 'session':
        // The one that goes on, or else the last there was.
        return { scope: { ...anything, from: listening.lastSession(at)?.id ?? at, to: at }, label: '' }
      case 'track':
        return {
          scope: { ...anything, from: 0, to, trackId: what.id },
          label: known(tables.trackLabel(what.id), 'track'),
        }
      case 'artist':
        return {
          scope: { ...anything, from: 0, to, artistId: what.id },
          label: known(tables.artistLabel(what.id), 'artist'),
        }
      case 'everything':
        return { scope: { ...anything, from: 0, to }, label: '' }
    }
  }

  const known = (label: string | null, what: string): string => {
    if (label === null) throw new DwellError('not-found', `This ${what} is not in the library any more.`)
    return label
  }

  /** Whole years of listening: looked through in pages. */
  const isWide = ({ trackId, artistId, genreId, from }: Scope) =>
    trackId === null && artistId === null && genreId === null && from === 0

  async function count(scope: Scope): Promise<number> {
    if (!isWide(scope)) return tables.count(scope)
    let plays = 0
    for (let place = { own: 0, imported: 0 }; ; ) {
      const page = tables.countPage(scope, place, PAGE)
      plays += page.plays
      if (page.next === null || closed) return plays
      place = page.next
      await turn()
    }
  }

  function touchedBy(scope: Scope): Touched | null {
    if (isWide(scope) || scope.genreId !== null) return null
    const touched = tables.touched(scope)
    return touched.tracks.length > MOST_AT_ONCE || touched.sessions.length > MOST_AT_ONCE * 5 ? null : touched
  }

  function assertNotErasing(): void {
    // What is forgotten now would be erased with it, unasked.
    if (erasing !== null || tables.isErasing())
      throw new DwellError('unsupported', 'What was forgotten is being erased. Wait for its end.')
  }

  /** Writes the change with the counts that follow from it, and tells everybody. */
  function change<T>(scope: Scope, write: () => T): T {
    const touched = touchedBy(scope)
    const written = store.db
      .transaction(() => {
        const done = write()
        parts.recount(touched)
        return done
      })
      .immediate()
    if (touched === null) void countRest()
    else parts.onTracks(Int32Array.from(touched.tracks))
    tell()
    return written
  }

  async function countRest(): Promise<void> {
    try {
      await parts.recountRest()
      if (!closed) parts.onTracks(tables.tracksHeard())
    } catch (thrown) {
      log.error('what is forgotten could not be counted anew', { error: String(store.health.explain(thrown)) })
    }
  }

  /** Once the caller's transaction is over. */
  function tell(): void {
    queueMicrotask(() => {
      if (!closed) emit('history.changed', undefined)
    })
  }

  async function forgetIn(kind: Forgotten['kind'], scope: Scope, label: string): Promise<Forgotten> {
    assertNotErasing()
    const plays = await count(scope)
    if (plays === 0) throw new DwellError('not-found', 'There is nothing to forget there.')
    assertNotErasing()
    const forgotten = change(scope, () => tables.add({ kind, label, plays, at: now(), ...scope }))
    await store.durable()
    return forgotten
  }

  async function erase(onlyBegun = false): Promise<{ readonly plays: number }> {
    try {
      const plays = await eraseForGood(context, {
        page: PAGE,
        isClosed: () => closed,
        onlyBegun,
        // Keys of erased plays are given again: nothing may be remembered under them.
        onSlice: () => parts.recount({ tracks: [], sessions: [] }),
      })
      if (closed) return { plays }
      parts.recount(null)
      await countRest()
      tell()
      return { plays }
    } finally {
      erasing = null
    }
  }

  return {
    preview: async what => ({ plays: await count(meant(what).scope) }),
    async forget(what) {
      const { scope, label } = meant(what)
      return forgetIn(what.kind, scope, label)
    },
    forgetBelief(belief) {
      assertNotErasing()
      const ground = groundOf(belief)
      if (ground === null)
        // The line alone goes: a span that holds no moment.
        return tables.add({ ...anything, kind: 'belief', label: '', plays: 0, from: 1, to: 0, at: now() }).id
      const genreId = ground.genre === null ? null : tables.genreId(ground.genre)
      if (ground.genre !== null && genreId === null)
        throw new DwellError('not-found', `There is no “${ground.genre}” in the library.`)
      const scope: Scope = {
        from: 0,
        to: Math.max(now(), tables.lastStart() ?? 0),
        trackId: ground.trackId,
        artistId: ground.artistId,
        genreId,
        fromHour: ground.hours?.from ?? null,
        toHour: ground.hours?.to ?? null,
      }
      const plays = tables.count(scope)
      return change(scope, () => tables.add({ kind: 'belief', label: ground.label, plays, at: now(), ...scope })).id
    },
    all: tables.all,
    undo(id) {
      assertNotErasing()
      const found = tables.find(id)
      if (found === null) throw new DwellError('not-found', 'This was not forgotten, or is erased for good.')
      change(found, () => tables.undo(id, now()))
    },
    erase() {
      erasing ??= erase()
      return erasing
    },
    async resume() {
      const left = erasingOf(store.db)
      if (erasing !== null || !(left.isBegun() || left.isUnswept())) return
      erasing = erase(true)
      await erasing
    },
    async close() {
      closed = true
      await erasing?.catch(() => undefined)
    },
  }
}
