// The trade-off as it is measured: sessions as sets without look-ahead, curves read at a loss, decoders that begin at relevance.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Log, parseLog } from '../../evaluate/logs.ts'
import { area, farthestWithin, gainsAt, mean, pooled } from '../../evaluate/mostra/curve.ts'
import { decoders, objectivesOnly, relevanceOnly } from '../../evaluate/mostra/decoders.ts'
import { againstNeighbours, findingRows, slopes } from '../../evaluate/mostra/findings.ts'
import { changes, outcomeOf, sums } from '../../evaluate/mostra/outcome.ts'
import { readings, type UserCurves } from '../../evaluate/mostra/readings.ts'
import { scored } from '../../evaluate/mostra/scores.ts'
import { type SessionSet, sessionSets } from '../../evaluate/mostra/sessions.ts'
import { rngOf } from '../../models/rng.ts'

/** Made listening: `sessions` evenings of twelve tracks, one in four skipped; `change` edits the lines. */
function logOf(sessions: number, change: (lines: string[]) => string[] = lines => lines): Log {
  const rng = rngOf(7)
  const lines: string[] = []
  for (let session = 0; session < sessions; session++) {
    for (let play = 0; play < 12; play++) {
      const track = rng.below(40 + session)
      const skipped = rng.next() < 0.25
      const at = new Date(Date.UTC(2020, 0, 1 + session, 20, play * 4)).toISOString().slice(0, 19).replace('T', ' ')
      lines.push(
        `${at},t${track},a${track % 17},l${track % 20},${skipped ? 4000 : 200_000},${skipped ? 'fwdbtn' : 'trackdone'}`,
      )
    }
  }
  return parseLog('made', ['ts,track,artist,album,ms_played,reason_end', ...change(lines)].join('\n'), 'made.csv')
}

function setOf(labels: number[], objectives: number[][], session = 0): SessionSet {
  const columns = objectives.map(column => Uint8Array.from(column))
  return {
    session,
    start: 0,
    tracks: Int32Array.from(labels, (_, track) => track),
    artists: Int32Array.from(labels, (_, track) => track),
    labels: Uint8Array.from(labels),
    objectives: [columns[0] ?? new Uint8Array(), columns[1] ?? new Uint8Array(), columns[2] ?? new Uint8Array()],
    rows: new Float32Array(),
  }
}

describe('a logged session as a set', () => {
  it('holds each track once, with the first outcome that it had', () => {
    const log = logOf(3)
    for (const set of sessionSets(log, 1).sets) {
      expect(new Set(set.tracks).size).toBe(set.tracks.length)
      set.tracks.forEach((track, index) => {
        const first = log.plays.find(play => play.session === set.session && play.track === track && play.sat !== null)
        expect(set.labels[index]).toBe(first?.sat)
      })
    }
  })

  it('knows nothing of itself or later: other outcomes after its first play change no row and no objective of it', () => {
    const whole = logOf(6)
    const turned = logOf(6, lines =>
      lines.map((line, index) => (index <= 48 ? line : line.replace('200000,trackdone', '4000,fwdbtn'))),
    )
    const [before, after] = [sessionSets(whole, 1).sets[4], sessionSets(turned, 1).sets[4]]
    expect(before?.session).toBe(4)
    expect(after?.labels).not.toEqual(before?.labels)
    expect(after?.rows).toEqual(before?.rows)
    expect(after?.objectives).toEqual(before?.objectives)
  })

  it('would show a leak: an outcome of the session before changes its rows', () => {
    const turned = logOf(6, lines =>
      lines.map((line, index) => (index === 47 ? line.replace('200000,trackdone', '4000,fwdbtn') : line)),
    )
    expect(sessionSets(turned, 1).sets[4]?.rows).not.toEqual(sessionSets(logOf(6), 1).sets[4]?.rows)
  })

  it('counts as new only what was never played: everything of the first evening, ever less of later ones', () => {
    const { sets } = sessionSets(logOf(30), 1)
    expect(sets[0]?.objectives[0].every(value => value === 1)).toBe(true)
    const news = sets.slice(-5).flatMap(set => [...set.objectives[0]])
    expect(mean(news)).toBeLessThan(0.2)
  })

  it('draws the same marks from the same seed, and others from another', () => {
    const boosts = (seed: number) => sessionSets(logOf(40), seed).sets.map(set => [...set.objectives[2]])
    expect(boosts(1)).toEqual(boosts(1))
    expect(boosts(1)).not.toEqual(boosts(2))
  })
})

describe('what an order is worth', () => {
  const set = setOf(
    [1, 0, 1],
    [
      [0, 1, 0],
      [0, 0, 0],
      [1, 1, 1],
    ],
  )

  it('is reckoned by hand', () => {
    const [ndcg, hits, discovery, exposure, boost, newHits, , boostHits] = outcomeOf(set, [1, 0, 2])
    const [second, third] = [1 / Math.log2(3), 1 / Math.log2(4)]
    expect(ndcg).toBeCloseTo((second + third) / (1 + second), 12)
    expect([hits, discovery, exposure, newHits, boostHits]).toEqual([2, 1, 0, 0, 2])
    expect(boost).toBeCloseTo(1 + second + third, 12)
  })

  it('changes by nothing against itself, and by no number where there was nothing', () => {
    const own = sums([outcomeOf(set, [0, 1, 2])], null)
    const change = changes(own, own)
    expect(change[0]).toBe(0)
    expect(change[3]).toBeNaN()
  })
})

describe('a curve', () => {
  it('is made to rise, and stays where it was where it rises', () => {
    expect(pooled([1, 3, 2, 4])).toEqual([1, 2.5, 2.5, 4])
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 20 }), values => {
        const made = pooled(values)
        made.forEach((value, at) => {
          expect(value).toBeGreaterThanOrEqual((made[at - 1] ?? Number.NEGATIVE_INFINITY) - 1e-12)
        })
        const sorted = values.toSorted((a, b) => a - b)
        expect(pooled(sorted)).toEqual(sorted)
        if (values.length > 0) expect(mean(made)).toBeCloseTo(mean(values), 9)
      }),
    )
  })

  const points = [
    { loss: 0, gains: [0, 0] },
    { loss: 0.02, gains: [1, 0.5] },
    { loss: 0.04, gains: [1.5, 0.5] },
  ]

  it('is read between its points, and at its end where it never loses so much', () => {
    expect(gainsAt(points, 0.01)).toEqual([0.5, 0.25])
    expect(gainsAt(points, 0.03)).toEqual([1.25, 0.5])
    expect(gainsAt(points, 0.5)).toEqual([1.5, 0.5])
    expect(farthestWithin(points, 0.03)).toBe(1)
  })

  it('has the height of its mean as area', () => {
    expect(
      area(
        [
          { loss: 0, gains: [0] },
          { loss: 0.05, gains: [1] },
        ],
        0.05,
      ),
    ).toBeCloseTo(0.5, 9)
  })
})

describe('the decoders of the comparison', () => {
  it('all order every track at most once, ten at most', () => {
    const rng = rngOf(3)
    const column = () => Array.from({ length: 14 }, () => rng.below(2))
    const set = scored(
      setOf(column(), [column(), column(), column()]),
      Float32Array.from({ length: 14 }, () => rng.next()),
    )
    for (const { families } of decoders) {
      for (const family of families) {
        const order = [...Array.from(family.order(family.dial[0] ?? 0)(set))]
        expect(new Set(order).size).toBe(10)
      }
    }
  })

  it('put the objectives first, all of them, where nothing else counts', () => {
    const set = scored(
      setOf(
        [1, 1, 1],
        [
          [0, 0, 1],
          [0, 1, 1],
          [0, 0, 0],
        ],
      ),
      Float32Array.of(0.9, 0.5, 0.1),
    )
    expect([...Array.from(objectivesOnly(set))]).toEqual([2, 1, 0])
    expect([...Array.from(relevanceOnly(set))]).toEqual([0, 1, 2])
  })
})

describe('the readings', () => {
  /** Two sessions: relevance serves half, the one step of the dial loses a fiftieth of NDCG and doubles everything. */
  const curves: UserCurves = {
    relevance: [1, 1].map(ndcg => [ndcg, 4, 1, 1, 1, 1, 1, 1]),
    methods: { mostra: { outcomes: [[0.98, 0.98].map(ndcg => [ndcg, 4, 2, 2, 2, 2, 2, 2])], set: 0 } },
  }

  it('give a row for each loss, a hundredth first, in the shape that commands promise', () => {
    const rows = readings(new Map([['u', curves]]), rngOf(1))
    expect(rows.filter(row => row.method === 'mostra').map(row => row.metrics['loss'])).toEqual([0.01, 0.02, 0.05])
    expect(rows[0]).toMatchObject({
      user: 'u',
      metrics: { loss: 0.01, discovery: 0.5, exposure: 0.5, boost: 0.5, sessions: 2 },
    })
    expect(rows[1]?.metrics).toMatchObject({ discovery: 1, 'discovery/low': 1, 'discovery/high': 1 })
    expect(rows.find(row => row.method === 'mostra, as set on validation')?.metrics).toMatchObject({
      loss: 0.02,
      discovery: 1,
      'hits@10': 1,
      'hits@10/boost': 2,
    })
  })

  it('give means over listeners, and by how much Mostra is ahead', () => {
    const half = { outcomes: [[0.98, 0.98].map(ndcg => [ndcg, 4, 1.5, 1.5, 1.5, 1, 1, 1])], set: 0 }
    const both = { ...curves, methods: { ...curves.methods, other: half } }
    const rows = readings(
      new Map([
        ['u', both],
        ['v', both],
      ]),
      rngOf(1),
    )
    const other = rows.find(row => row.user === 'all' && row.method === 'other')
    expect(other?.metrics).toMatchObject({
      loss: 0.01,
      discovery: 0.25,
      'mostra ahead/mean': 0.25,
      'mostra ahead/least/low': 0.25,
    })
  })
})

describe('the findings', () => {
  const apart = { discoveryApart: Number.NaN, exposureApart: Number.NaN }

  it('tell a slope that is there from one that another brings', () => {
    const rng = rngOf(5)
    const shares = Array.from({ length: 400 }, () => {
      const discovery = rng.next()
      return { discovery, exposure: 0.7 * discovery + 0.3 * rng.next(), sat: 0.9 - 0.5 * discovery, ...apart }
    })
    const found = slopes(shares)
    expect(found['discovery']).toBeCloseTo(-0.5, 9)
    expect(found['exposure']).toBeLessThan(-0.3)
    expect(found['exposure, discovery held']).toBeCloseTo(0, 9)
  })

  it('are not taken in by years in which both fell', () => {
    const shares = Array.from({ length: 400 }, (_, session) => ({
      discovery: 1 - session / 400,
      exposure: 0.5,
      sat: 1 - session / 400 + 0.01 * (session % 2),
      ...apart,
    }))
    expect(slopes(shares)['discovery']).toBeGreaterThan(0.9)
    const inside = againstNeighbours(shares).slice(20, -20)
    expect(Math.max(...inside.map(({ discovery }) => Math.abs(discovery)))).toBeLessThan(1e-9)
  })

  it('tell how far what is new lies from the rest of its session', () => {
    const set = setOf(
      [1, 0, 1, 1],
      [
        [1, 1, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    )
    const rows = findingRows(new Map([['u', [set, set]]]), rngOf(1))
    expect(rows[0]?.metrics).toMatchObject({ 'discovery, inside sessions': -0.5, 'exposure, inside sessions': null })
  })

  it('have no slope where the shares never differ', () => {
    const same = setOf(
      [1, 0],
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    )
    const rows = findingRows(new Map([['u', [same, same]]]), rngOf(1))
    expect(rows[0]?.metrics).toMatchObject({ discovery: null, 'discovery/low': null })
  })
})
