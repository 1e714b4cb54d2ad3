// A balance in memory that is one: Mostra's own search over invented scores, so that a slider moves the mix and the queue as in the app.
import { decode } from '../../../models/mostra/decoder.ts'
import type {
  Balance,
  BalanceState,
  BoostId,
  BoostRule,
  BoostTarget,
  Knowing,
  Mix,
  Objective,
} from '../../../preload/contract/balance.ts'
import { objectiveNames } from '../../../preload/contract/balance.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { CompanionReason, Decided } from '../../../preload/contract/queue.ts'
import { type FakeLibrary, genreNames, now } from './fake-library.ts'
import { createRandom } from './random.ts'

const candidates = 300
const stripLength = 20
const dayMs = 86_400_000
const oneIn = 20

export interface Chosen {
  readonly trackId: TrackId
  readonly reason: CompanionReason
  readonly decided: Decided
}

export interface FakeBalanceParts {
  readonly library: FakeLibrary
  readonly knowing: Knowing
  readonly suggested: BalanceState['suggested']
  /** Ids that may not be chosen now: what plays, what was played, what was placed by hand. */
  readonly taken: () => ReadonlySet<TrackId>
  readonly changed: (state: BalanceState) => void
  readonly boostsChanged: () => void
  readonly layAnew: () => void
}

export function createFakeBalance(parts: FakeBalanceParts) {
  const { library } = parts
  const artistOf = (row: TrackRow): number => row.artists[0]?.id ?? 0
  const artists = [...library.artists.values()].map(({ id, tracks, heardMs, name }) => ({ id, tracks, heardMs, name }))
  const rates = artists.map(({ heardMs, tracks }) => heardMs / Math.max(1, tracks)).sort((a, b) => a - b)
  const lowest = rates[Math.floor(rates.length / 4)] ?? 0
  const underHeard = new Set<number>(
    artists.filter(({ heardMs, tracks }) => heardMs / Math.max(1, tracks) <= lowest).map(({ id }) => id),
  )
  const rules: BoostRule[] = []
  const removed: BoostRule[] = []
  let lastRule = 0
  let balance: Balance = { adventure: 0.5, discovery: 0.3, exposure: 0.2, boost: 0.5, anchor: { kind: 'vibe' } }
  let undo: { readonly balance: Balance; readonly at: number }[] = []

  const hits = (target: BoostTarget, row: TrackRow): boolean => {
    switch (target.of) {
      case 'artist':
        return artistOf(row) === target.id
      case 'album':
        return row.albumId === target.id
      case 'genre':
        return row.genre === genreNames[target.id - 1]
      case 'decade':
        return row.year !== null && row.year >= target.from && row.year < target.from + 10
      case 'addedLately':
        return row.addedAt > now - target.days * dayMs
      default:
        return false
    }
  }
  const labelOf = (target: BoostTarget): string => {
    switch (target.of) {
      case 'artist':
        return library.artists.get(target.id)?.name ?? ''
      case 'album':
        return library.albums.get(target.id)?.title ?? ''
      case 'genre':
        return genreNames[target.id - 1] ?? ''
      case 'folder':
      case 'playlist':
        return `${target.of} ${target.id}`
      default:
        return ''
    }
  }
  const servedBy = (row: TrackRow): BoostRule | undefined => rules.find(({ target }) => hits(target, row))

  /** As a pool of candidates would be: what is loved, and what is not known. */
  const pool = [...library.tracks.values()]
    .filter(({ playable, available }) => playable && available)
    .map(row => ({ row, love: row.plays / 28, chance: createRandom(row.id * 7919).next() }))
  const favourites = pool.toSorted((a, b) => b.love - a.love).slice(0, candidates / 2)
  const fresh = pool
    .filter(({ row }) => row.plays === 0)
    .toSorted((a, b) => b.chance - a.chance)
    .filter((_, at) => at % 3 === 0)
    .slice(0, candidates / 2)
  const known = [...favourites, ...fresh]

  function scored(anchored: Balance['anchor']) {
    const taken = parts.taken()
    const boosted = (rules.length === 0 ? [] : pool)
      .filter(({ row }) => servedBy(row))
      .toSorted((a, b) => a.chance - b.chance)
      .slice(0, 60)
    const rows = [...new Map([...known, ...boosted].map(each => [each.row.id, each])).values()].filter(
      ({ row }) => !taken.has(row.id),
    )
    const seed = anchored.kind === 'seed' ? library.tracks.get(anchored.trackId) : undefined
    const sat = Float32Array.from(rows, ({ row, love, chance }) => {
      const near = seed && row.genre === seed.genre ? 0.18 : 0
      const taste = row.plays > 0 ? 0.3 + 0.4 * Math.min(1, love) + 0.22 * chance : 0.22 + 0.5 * chance ** 1.5
      return Math.min(0.96, taste + near)
    })
    const objectives = [
      Uint8Array.from(rows, ({ row }) => (row.plays === 0 ? 1 : 0)),
      Uint8Array.from(rows, ({ row }) => (underHeard.has(artistOf(row)) ? 1 : 0)),
      Uint8Array.from(rows, ({ row }) => (servedBy(row) ? 1 : 0)),
    ]
    return { rows: rows.map(({ row }) => row), sat, objectives }
  }

  function order(of: Balance, length: number) {
    const { rows, sat, objectives } = scored(of.anchor)
    if (rows.length === 0) return { rows, sat, objectives, places: [] as number[] }
    const found = decode({
      sat,
      objectives,
      weights: [of.discovery * 0.6, of.exposure * 0.6, of.boost * 0.6],
      eps: 0.7 * of.adventure ** 1.5,
      length,
      spread: { artist: Int32Array.from(rows, artistOf), gap: 3 },
    })
    return { rows, sat, objectives, places: [...found.order] }
  }

  const served = (objectives: readonly Uint8Array[], place: number): Objective[] =>
    objectiveNames.filter((_, at) => objectives[at]?.[place] === 1)

  function mixOf(of: Balance): Mix {
    const { rows, sat, objectives, places } = order(of, stripLength)
    const items = places.flatMap(place => {
      const row = rows[place]
      return row ? [{ trackId: row.id, sat: sat[place] ?? 0, objectives: served(objectives, place) }] : []
    })
    const count = (name: Objective): number => items.filter(item => item.objectives.includes(name)).length
    return {
      items,
      counts: { discovery: count('discovery'), exposure: count('exposure'), boost: count('boost') },
      meanSat: items.length === 0 ? null : items.reduce((sum, item) => sum + item.sat, 0) / items.length,
    }
  }

  function reasonOf(row: TrackRow, objectives: readonly Objective[], drawn: boolean): CompanionReason {
    const name = row.artists[0]?.name ?? row.artist
    const rule = servedBy(row)
    if (drawn) return { kind: 'drawn', oneIn }
    if (rule) return { kind: 'boosted', target: rule.target, label: rule.label, until: rule.until }
    if (parts.knowing === 'nothing') return { kind: 'variety', genre: row.id % 2 === 0 ? row.genre : null }
    if (objectives.includes('discovery')) {
      const like = favourites[row.id % favourites.length]?.row
      if (like && row.id % 3 !== 0)
        return { kind: 'soundsLike', title: like.title, artist: like.artist, by: row.id % 2 === 0 ? 'sound' : 'tags' }
      return { kind: 'newArtist', artist: name }
    }
    if (objectives.includes('exposure')) {
      const tracks = artists.find(({ id }) => id === artistOf(row))?.tracks ?? 1
      return { kind: 'underHeard', artist: name, plays: row.plays, tracks }
    }
    const rested = row.lastHeardAt === null ? 0 : Math.floor((now - row.lastHeardAt) / dayMs)
    if (rested > 20) return { kind: 'favouriteRested', days: rested, stayed: row.plays }
    if (row.id % 4 === 0) return { kind: 'artistFinished', artist: name, finished: row.plays, of: row.plays + 2 }
    return { kind: 'trackStayed', stayed: Math.max(1, row.plays - 1), of: row.plays }
  }

  function choose(length: number): readonly Chosen[] {
    const { rows, sat, objectives, places } = order(balance, length)
    return places.flatMap((place, position) => {
      const row = rows[place]
      if (!row) return []
      const serves = served(objectives, place)
      const drawn = balance.adventure >= 0.15 && position % oneIn === 7
      const sure = row.plays > 4 ? 'known' : row.plays > 0 || row.id % 3 === 0 ? 'guessed' : 'unknown'
      return [
        {
          trackId: row.id,
          reason: reasonOf(row, serves, drawn),
          decided: { sat: sat[place] ?? 0, sure, objectives: serves, drawn },
        } as const,
      ]
    })
  }

  function state(): BalanceState {
    const { anchor } = balance
    const seed = anchor.kind === 'seed' ? library.tracks.get(anchor.trackId) : undefined
    return {
      balance,
      seed: seed ? { trackId: seed.id, title: seed.title, artist: seed.artist } : null,
      suggested: parts.suggested,
      mix: mixOf(balance),
      knowing: parts.knowing,
      coldBy: 'sound',
      canUndo: undo.length > 0,
    }
  }

  function become(next: Balance): void {
    balance = next
    parts.layAnew()
    parts.changed(state())
  }

  return {
    state,
    choose,
    handlers: {
      'balance.state': state,
      'balance.preview': (of: Balance) => mixOf(of),
      'balance.set': (change: Partial<Record<keyof Balance, unknown>>) => {
        // Parsed at the door; a partial input leaves out what it does not change.
        const next = { ...balance, ...(change as Partial<Balance>) }
        if (next.anchor.kind === 'seed' && !library.tracks.has(next.anchor.trackId))
          throw new DwellError('not-found', `no track ${next.anchor.trackId}`)
        const at = Date.now()
        const last = undo.at(-1)
        undo = last && at - last.at < 2000 ? [...undo.slice(0, -1), { ...last, at }] : [...undo, { balance, at }]
        become(next)
      },
      'balance.undo': () => {
        const before = undo.at(-1)
        undo = undo.slice(0, -1)
        if (before) become(before.balance)
      },
      'boosts.all': () => [...rules],
      'boosts.add': ({ target, until }: { target: BoostTarget; until: number | null }) => {
        lastRule += 1
        const rule: BoostRule = {
          id: lastRule as BoostId, // the fake gives out these ids
          target,
          label: labelOf(target),
          tracks: pool.filter(({ row }) => hits(target, row)).length,
          at: now,
          until,
        }
        rules.push(rule)
        parts.boostsChanged()
        become(balance)
        return rule
      },
      'boosts.remove': ({ id }: { id: BoostId }) => {
        const at = rules.findIndex(rule => rule.id === id)
        if (at < 0) throw new DwellError('not-found', `no boost ${id}`)
        removed.push(...rules.splice(at, 1))
        parts.boostsChanged()
        become(balance)
      },
      'boosts.restore': ({ id }: { id: BoostId }) => {
        const back = removed.find(rule => rule.id === id)
        if (back) rules.push(back)
        parts.boostsChanged()
        become(balance)
      },
    },
  }
}
