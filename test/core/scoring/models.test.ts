// The scorer with models: the one in use is asked, one that cannot be read is done without, and a play more is enough to follow.
import { describe, expect, it } from 'vitest'
import { encodeArtifact } from '../../../models/artifact.ts'
import { historyOf } from '../../../models/columns.ts'
import { satRows } from '../../../models/mostra/sat-examples.ts'
import { rngOf } from '../../../models/rng.ts'
import { fitLogisticRegression, logisticToArtifact } from '../../../models/yardsticks/logistic-regression.ts'
import { DAY_S, libraryOf, type MadePlay, playsOf, scorerOf } from './listening-columns.ts'

const NOW = 1_750_000_000
const library = libraryOf(20, 5, 4, () => NOW - 400 * DAY_S)

const plays = Array.from({ length: 160 }, (_, at): MadePlay => {
  const track = (at * 7) % 60
  return { track, start: NOW - (200 - at) * 3600, session: at, sat: Math.floor(track / 5) % 2 }
})

async function logistic(): Promise<Uint8Array> {
  const history = historyOf(library, playsOf(plays))
  const { values, names } = satRows(history)
  const labels = plays.map(({ sat }) => sat)
  return encodeArtifact(
    logisticToArtifact(
      await fitLogisticRegression({ values, width: names.length, labels }, { l2: 10 }, { rng: rngOf(1) }),
    ),
  )
}

describe('a scorer with models', () => {
  it('asks the one in use, and says which', async () => {
    const scorer = await scorerOf(library, plays)
    const before = await scorer.propose({ now: NOW })
    expect(before).toMatchObject({ knowing: 'little', scoredBy: 'first day', models: { sat: null } })
    const kept = { id: 7, name: 'logistic regression', bytes: await logistic() }
    await scorer.take({ kind: 'model', model: 'sat', kept })
    const after = await scorer.propose({ now: NOW })
    expect(after).toMatchObject({ knowing: 'trained', scoredBy: 'logistic regression', models: { sat: 7 } })
    expect(Array.from(after.sat)).not.toEqual(Array.from(before.sat))
    for (const sat of after.sat) expect(sat > 0 && sat < 1).toBe(true)
    // Taken away again, it is as it was.
    await scorer.take({ kind: 'model', model: 'sat', kept: null })
    expect(Array.from((await scorer.propose({ now: NOW })).sat)).toEqual(Array.from(before.sat))
  })

  it('does without one that cannot be read, and tells so once', async () => {
    const scorer = await scorerOf(library, plays)
    const before = await scorer.propose({ now: NOW })
    for (const model of ['vectors', 'sat', 'next'] as const)
      await scorer.take({ kind: 'model', model, kept: { id: 1, name: 'broken', bytes: Uint8Array.of(1, 2, 3) } })
    const after = await scorer.propose({ now: NOW })
    expect(Array.from(after.sat)).toEqual(Array.from(before.sat))
    expect(after.models).toEqual({ vectors: null, sat: null, next: null })
    expect(scorer.troubles).toHaveLength(3)
    await scorer.propose({ now: NOW })
    expect(scorer.troubles).toHaveLength(3)
  })

  it('comes to the same by one play at a time as by the whole log', async () => {
    const whole = await scorerOf(library, plays)
    const onward = await scorerOf(library, plays.slice(0, 150))
    for (const play of plays.slice(150)) {
      await onward.propose({ now: play.start })
      await onward.take({ kind: 'plays', slice: playsOf([play]) })
    }
    expect(await onward.propose({ now: NOW })).toEqual(await whole.propose({ now: NOW }))
  })

  it('proposes the same for the same chance, and never what is barred or taken', async () => {
    const scorer = await scorerOf(library, plays)
    await scorer.take({ kind: 'bar', ids: Int32Array.of(1, 2, 3), anew: true })
    const taken = Int32Array.of(10, 11)
    const once = await scorer.propose({ now: NOW, seed: 4, taken })
    expect(await scorer.propose({ now: NOW, seed: 4, taken })).toEqual(once)
    for (const id of [1, 2, 3, 10, 11]) expect(once.ids).not.toContain(id)
    await scorer.take({ kind: 'bar', ids: new Int32Array(), anew: true })
    expect((await scorer.propose({ now: NOW, seed: 4 })).ids).toContain(10)
  })
})
