// `sound`: where a never-played track belongs, told by its sound: the CNN against ridge regression on MFCC and chance, on held-out artists.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrapMean } from '../../models/evaluation/bootstrap.ts'
import { rngOf } from '../../models/rng.ts'
import type { LogMel } from '../../models/sound/log-mel.ts'
import { fitSkipGram, skipGramVectors } from '../../models/tracks/skip-gram.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import { clipsOf, openShelf, type Shelf } from '../sound/clips.ts'
import { type ColdCase, type FoldResult, foldOf, METHODS } from '../sound/fold.ts'
import { madeSessions } from '../sound/listeners.ts'
import { type MusicTrack, readMusic } from '../sound/music.ts'
import { artistFolds, gainsOf } from '../sound/protocol.ts'

const USER = 'debian-music'
const FOLDS = 5
const LISTENERS = 60
const SESSIONS_EACH = 60
const TEST_SHARE = 0.1
/** Choice: with some fifty artists, more numbers than this hold each package's name and little of its style. */
const SIZE = 16

export const experiment: Experiment = { name: 'sound', version: 1, tensors: true, run }

async function run(context: Context): Promise<readonly Row[]> {
  const file = join(context.data, 'media', 'debian-music.tsv')
  const named = readMusic(file)
  const shelf = openShelf(named)
  try {
    if (shelf.missing.length > 0)
      context.say(`${shelf.missing.length} packages are not installed: apt install ${shelf.missing.join(' ')}`)
    const tracks = named.filter(track => !shelf.missing.includes(track.package))
    if (new Set(tracks.map(track => track.artist)).size < 2 * FOLDS) {
      context.say(
        `too little of the music of debian-music.tsv is on this machine: ${tracks.length} of ${named.length} tracks`,
      )
      return []
    }
    const print = createHash('sha256')
      .update(readFileSync(file))
      .update(shelf.missing.join(' '))
      .digest('hex')
      .slice(0, 8)
    const sound = soundOf(tracks, shelf, context)
    const results: FoldResult[] = []
    for (let seed = 1; seed <= context.seeds; seed++) {
      const folds = artistFolds(tracks, FOLDS, rngOf(seed))
      for (let fold = 0; fold < FOLDS; fold++) {
        const key = `${print}/seed${seed}/fold${fold}`
        results.push(
          await context.step(key, async () => {
            const { clips, usable } = await sound()
            return foldOf({
              tracks,
              clips,
              isHeldOut: track => folds[track] === fold,
              usable,
              ...(await listening(tracks, seed)),
            })
          }),
        )
      }
    }
    return [...rowsOf(results), ...differences(results, tracks)]
  } finally {
    shelf.close()
  }
}

/** Decoded when the first step asks for it, and only once. */
function soundOf(tracks: readonly MusicTrack[], shelf: Shelf, context: Context) {
  let made: Promise<{ clips: LogMel[][]; usable: boolean[] }> | null = null
  const make = async () => {
    const clips: LogMel[][] = []
    for (const track of tracks) clips.push(await clipsOf(track, shelf.pathOf(track), context.say))
    return { clips, usable: clips.map(own => own.length > 0) }
  }
  return () => {
    made ??= make()
    return made
  }
}

/** Vectors from the sessions before the test's, and the last tenth of each listener's sessions as the test. */
async function listening(tracks: readonly MusicTrack[], seed: number) {
  const sessions = madeSessions(tracks, { listeners: LISTENERS, sessionsEach: SESSIONS_EACH }, rngOf(seed).fork())
  const isTest = (index: number) => index % SESSIONS_EACH >= SESSIONS_EACH * (1 - TEST_SHARE)
  const model = await fitSkipGram(
    sessions.filter((_, index) => !isTest(index)),
    { tracks: tracks.length, size: SIZE, epochs: 10 },
    { rng: rngOf(1000 + seed) },
  )
  return { vectors: skipGramVectors(model), size: SIZE, test: sessions.filter((_, index) => isTest(index)), seed }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function rowsOf(results: readonly FoldResult[]): Row[] {
  return METHODS.flatMap(method => {
    const cosines = results.flatMap(result => result.cosines[method] ?? [])
    const cases = results.flatMap(result => result.cases)
    const metrics = { ...meanGains(cases, method, 'all', ''), ...meanGains(cases, method, 'new', 'new/') }
    return [
      { user: USER, method, metrics: { cosine: mean(cosines), ...metrics, n: cosines.length, targets: cases.length } },
    ]
  })
}

function meanGains(cases: readonly ColdCase[], method: string, among: 'all' | 'new', prefix: string) {
  const gains = cases.map(each => gainsOf(each.ranks[method]?.[among] ?? Number.POSITIVE_INFINITY))
  return Object.fromEntries(
    (['hr@10', 'ndcg@10', 'mrr'] as const).map(name => [`${prefix}${name}`, mean(gains.map(each => each[name]))]),
  )
}

/** The CNN less each other method, paired track by track and target by target; intervals over artists drawn with replacement. */
function differences(results: readonly FoldResult[], tracks: readonly MusicTrack[]): Row[] {
  const artists = [...new Set(tracks.map(track => track.artist))]
  const artistOf = tracks.map(track => artists.indexOf(track.artist))
  const clustered = (pairs: readonly (readonly [number, number])[]) => {
    const clusters = artists.map((): number[] => [])
    for (const [track, value] of pairs) clusters[artistOf[track] ?? 0]?.push(value)
    return clusters.filter(values => values.length > 0)
  }
  const named = (name: string, clusters: readonly (readonly number[])[]) => {
    const interval = bootstrapMean(clusters, rngOf(1), { draws: 4000 })
    return { [name]: interval.mean, [`${name}/low`]: interval.low, [`${name}/high`]: interval.high }
  }
  return (['sound CNN', 'sound CNN + ridge'] as const).flatMap(ours =>
    METHODS.filter(other => other !== ours && other !== 'own listening').map(other => {
      const cosines = clustered(
        results.flatMap(({ heldOut, cosines }) =>
          heldOut.map((track, at) => [track, (cosines[ours]?.[at] ?? 0) - (cosines[other]?.[at] ?? 0)] as const),
        ),
      )
      const gains = (among: 'all' | 'new') =>
        clustered(
          results.flatMap(({ cases }) =>
            cases.map(({ track, ranks }) => {
              const of = (method: string) => gainsOf(ranks[method]?.[among] ?? Number.POSITIVE_INFINITY)['ndcg@10']
              return [track, of(ours) - of(other)] as const
            }),
          ),
        )
      return {
        user: USER,
        method: `${ours} less ${other}`,
        metrics: {
          ...named('cosine', cosines),
          // Each artist weighs alike here, one with thirty tracks and one with a single track.
          ...named(
            'cosine/artist',
            cosines.map(values => [mean(values)]),
          ),
          ...named('ndcg@10', gains('all')),
          ...named('new/ndcg@10', gains('new')),
        },
      }
    }),
  )
}
