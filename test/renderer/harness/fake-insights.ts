// A made listening life for the insights: regions that hang together, months that change, beliefs that can be taken away and brought back.
import type { Handlers, WindowCallName } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { ArtistId, TrackId } from '../../../preload/contract/ids.ts'
import type { Belief, DiscoveryMonth, LibraryMap, TasteMonth } from '../../../preload/contract/insights.ts'
import type { ReportCard } from '../../../preload/contract/learning.ts'
import { type FakeLibrary, genreNames, now } from './fake-library.ts'
import { createRandom } from './random.ts'

export interface FakeInsightsOptions {
  /** Nothing heard, nothing trained. */
  readonly empty?: boolean
  /** Dots on the map; more than there are tracks: the same ones again and again. */
  readonly points?: number
}

type InsightCall = Extract<WindowCallName, `insights.${string}`> | 'learning.report' | 'forgetting.undo'

const month = (back: number): number => {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth() - back, 1).getTime()
}

function makeMap(library: FakeLibrary, points: number): LibraryMap {
  const random = createRandom(5)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  const places = new Map<number, { x: number; y: number }>()
  const centres = genreNames.map((_, n) => ({
    x: 0.62 * Math.cos(n * 2.4) * Math.sqrt((n + 0.5) / genreNames.length) * 1.3,
    y: 0.62 * Math.sin(n * 2.4) * Math.sqrt((n + 0.5) / genreNames.length) * 1.3,
  }))
  const rows = [...library.tracks.values()]
  const count = points === 0 ? 0 : Math.max(points, rows.length)
  const [x, y, hours] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)]
  const [ids, group] = [new Int32Array(count), new Uint8Array(count)]
  for (let index = 0; index < count; index++) {
    const row = rows[index % rows.length]
    if (!row) continue
    const genre = genreNames.indexOf(row.genre ?? '')
    const artist = row.artists[0]?.id ?? 0
    const centre = centres[genre] ?? { x: 0, y: 0 }
    const home = places.get(artist) ?? { x: centre.x + 0.13 * normal(), y: centre.y + 0.13 * normal() }
    places.set(artist, home)
    x[index] = Math.max(-1, Math.min(1, home.x + 0.025 * normal()))
    y[index] = Math.max(-1, Math.min(1, home.y + 0.025 * normal()))
    hours[index] = row.heardMs / 3_600_000
    ids[index] = row.id
    group[index] = genre === -1 ? 255 : genre
  }
  return { version: 1, madeAt: now - 3_600_000 * 9, ids, x, y, hours, group, groups: genreNames }
}

const tasteMonths: readonly TasteMonth[] = Array.from({ length: 18 }, (_, n) => ({
  month: month(17 - n),
  all: n === 5 ? null : 0.48 + 0.1 * Math.sin(n / 2.5),
  byHand: n === 5 || n === 9 ? null : 0.56 + 0.11 * Math.sin(n / 2.2),
  queued: n < 4 || n === 5 ? null : 0.4 + 0.07 * Math.cos(n / 2),
  plays: n === 5 ? 11 : 80 + ((n * 37) % 60),
}))

const discoveryMonths: readonly DiscoveryMonth[] = Array.from({ length: 18 }, (_, n) => {
  const met = n === 5 ? 0 : Math.round(34 / (1 + n / 3)) + ((n * 7) % 9)
  const stayed = Math.round(met * 0.55)
  return { month: month(17 - n), met, stayed, gone: n < 14 ? Math.round(stayed * 0.4) : 0 }
})

const clock = () => {
  const heardMs = new Float64Array(7 * 24)
  for (let day = 0; day < 7; day++)
    for (let hour = 0; hour < 24; hour++) {
      const evening = Math.exp(-((hour - 20.5) ** 2) / 8)
      const morning = day < 5 ? 0.6 * Math.exp(-((hour - 8) ** 2) / 1.5) : 0.4 * Math.exp(-((hour - 11) ** 2) / 5)
      heardMs[day * 24 + hour] = Math.round(3_600_000 * 9 * (evening * (day > 3 ? 1.4 : 0.8) + morning) ** 1.3)
    }
  return heardMs.map(ms => (ms < 120_000 ? 0 : ms))
}

const bins = 40
const edgesMs = Array.from({ length: bins + 1 }, (_, bin) => Math.round(1000 * 3600 ** (bin / bins)))
const hill = (at: number, width: number, height: number) =>
  Array.from({ length: bins }, (_, bin) => Math.round(height * Math.exp(-((bin - at) ** 2) / width)))

const report: ReportCard = {
  trainedAt: now - 3_600_000 * 9,
  plays: 1842,
  ms: 11_400,
  backend: 'webgpu',
  lines: [
    {
      kind: 'sat',
      measure: 'auc',
      measuredOn: 212,
      contestants: [
        { name: 'same outcome', metrics: { auc: 0.61 } },
        { name: 'track rate', metrics: { auc: 0.66 } },
        { name: 'logistic regression', metrics: { auc: 0.72 } },
        { name: 'set-transformer', metrics: { auc: 0.74 } },
      ],
      used: 'set-transformer',
      over: { name: 'track rate', mean: 0.081, low: 0.032, high: 0.127 },
    },
    {
      kind: 'next',
      measure: 'ndcg@10',
      measuredOn: 212,
      contestants: [
        { name: 'personal popularity', metrics: { 'ndcg@10': 0.05 } },
        { name: 'base level', metrics: { 'ndcg@10': 0.11 } },
        { name: 'follows + album + artist', metrics: { 'ndcg@10': 0.24 } },
        { name: 'companion', metrics: { 'ndcg@10': 0.22 } },
      ],
      used: 'follows + album + artist',
      over: null,
    },
    {
      kind: 'vectors',
      measure: 'ndcg@10',
      measuredOn: 212,
      contestants: [
        { name: 'sound and tags', metrics: { 'ndcg@10': 0.07 } },
        { name: 'listening, sound and tags', metrics: { 'ndcg@10': 0.1 } },
      ],
      used: 'listening, sound and tags',
      over: { name: 'sound and tags', mean: 0.021, low: -0.004, high: 0.049 },
    },
  ],
  whatIf: [
    { adventure: 0.05, stays: { mean: 0.71, low: 0.6, high: 0.81 }, slots: 38 },
    { adventure: 0.3, stays: { mean: 0.69, low: 0.61, high: 0.77 }, slots: 64 },
    { adventure: 0.55, stays: { mean: 0.64, low: 0.57, high: 0.72 }, slots: 71 },
    { adventure: 0.9, stays: { mean: 0.52, low: 0.4, high: 0.63 }, slots: 29 },
  ],
}

const beliefs: readonly Belief[] = [
  {
    id: 'artistStay:5',
    strength: 0.86,
    kind: 'artistStay',
    artistId: 5 as ArtistId,
    artist: '새벽역',
    stayed: 24,
    of: 26,
  },
  {
    id: 'trackLoved:9',
    strength: 0.8,
    kind: 'trackLoved',
    trackId: 9 as TrackId,
    title: 'Crossing the Tide',
    artist: 'Paper Lanterns',
    plays: 14,
  },
  { id: 'genreStay:3', strength: 0.78, kind: 'genreStay', genre: 'Jazz', stayed: 131, of: 158 },
  {
    id: 'artistLeave:8',
    strength: 0.7,
    kind: 'artistLeave',
    artistId: 8 as ArtistId,
    artist: 'Velvet Company',
    left: 9,
    of: 11,
  },
  { id: 'genreHours:1:22', strength: 0.58, kind: 'genreHours', genre: 'Ambient', fromHour: 22, toHour: 2, share: 0.58 },
  { id: 'newFinds', strength: 0.5, kind: 'newFinds', met: 21, stayed: 12 },
  { id: 'generalist', strength: 0.4, kind: 'generalist', gs: 0.41 },
]

export function createFakeInsights(library: FakeLibrary, { empty = false, points = 1 }: FakeInsightsOptions) {
  const removed: string[] = []
  const map = makeMap(library, empty ? 0 : points)
  const handlers: Pick<Handlers<WindowCallName>, InsightCall> = {
    'insights.map': () => (empty ? { ...map, madeAt: null } : map),
    'insights.taste': () => (empty ? [] : tasteMonths),
    'insights.clock': () => ({ heardMs: empty ? new Float64Array(7 * 24) : clock(), from: empty ? null : month(3) }),
    'insights.dwell': () => {
      const stayed = empty ? edgesMs.slice(1).map(() => 0) : hill(26.5, 12, 210)
      const left = empty ? stayed : hill(8, 20, 60).map((count, bin) => count + (hill(22, 30, 24)[bin] ?? 0))
      return {
        edgesMs,
        stayed,
        left,
        thresholdMs: empty ? 30_000 : 13_500,
        thresholdBy: empty ? 'default' : 'own',
        plays: [...stayed, ...left].reduce((sum, count) => sum + count, 0),
      }
    },
    'insights.discovery': () => (empty ? [] : discoveryMonths),
    'insights.beliefs': () => (empty ? [] : beliefs.filter(({ id }) => !removed.includes(id))),
    'insights.removeBelief': ({ id }) => {
      if (!beliefs.some(belief => belief.id === id))
        throw new DwellError('not-found', 'Dwell does not think this any more.')
      removed.push(id)
      return { forgetId: removed.length }
    },
    'forgetting.undo': ({ id }) => {
      removed.splice(id - 1, 1)
    },
    'learning.report': () => (empty ? null : report),
  }
  return { handlers }
}
