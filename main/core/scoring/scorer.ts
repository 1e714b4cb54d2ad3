// The scorer: holds a listener's state as columns and counts, takes one play at a time, and proposes candidates with their scores and evidence.

import { joinTracks, noTracks } from '../../../models/column-slices.ts'
import type { PlayColumns } from '../../../models/columns.ts'
import { historyOf, type TrackColumns } from '../../../models/columns.ts'
import type { HistoryPlay } from '../../../models/history.ts'
import {
  type Mark,
  OBJECTIVE_OPTIONS,
  type ObjectiveOptions,
  ObjectiveState,
} from '../../../models/mostra/objectives.ts'
import { rngOf } from '../../../models/rng.ts'
import { emptyTaste, unbiasedGs, withTrack } from '../../../models/taste/gs-score.ts'
import { candidatesOf } from './candidates.ts'
import { evidenceOf } from './evidence.ts'
import { firstDayScores } from './first-day.ts'
import { type LibraryIndex, libraryIndex } from './library-index.ts'
import { ListeningStats } from './listening-stats.ts'
import { type NextScorer, neighbourScorer, rankerScorer } from './next-models.ts'
import {
  type FromScorer,
  type MarkedTracks,
  type ModelBytes,
  type Proposal,
  type ScorerModel,
  sureness,
  type ToScorer,
  type Wanted,
} from './protocol.ts'
import type { SatScorer } from './sat-models.ts'
import { type PlacedVectors, type Similarity, similarityOf, soundVectors, type Vectors } from './similarity.ts'
import { vectorsFrom } from './track-vectors.ts'

/** Fewer plays that were stayed with say nothing about taste. */
const TASTE_STAYS = 20
/** What the audio analysis heard is compared from so many tracks on; it is what places new tracks once so large a part of the library was heard. */
const [LEAST_HEARD, HEARD_SHARE] = [20, 0.5]
/** Verdicts after which the model in use has as much to say as the counts. */
const HALF_TRUSTED = 1000
/** Verdicts on a track from which it is known. */
const KNOWN_VERDICTS = 3

interface Reading {
  readonly slices: TrackColumns[]
  readonly sound: Map<number, Float32Array>
}

export class Scorer {
  readonly #tell: (message: FromScorer) => void
  #options: ObjectiveOptions = OBJECTIVE_OPTIONS
  #reading: Reading = { slices: [], sound: new Map() }
  #tracks = noTracks
  #index: LibraryIndex = libraryIndex(noTracks)
  #heard = new ListeningStats(noTracks)
  #objectives = new ObjectiveState(noTracks.artist, 0)
  #plays: HistoryPlay[] = []
  #sound: Vectors | null = null
  #coldBy: 'tags' | 'sound' = 'tags'
  #placed: PlacedVectors | null = null
  #tasteBy: Vectors | null = null
  #taste = emptyTaste(0)
  #similarity: Similarity = similarityOf(noTracks, null, null)
  #next: NextScorer = neighbourScorer(noTracks)
  #sat: SatScorer | null = null
  readonly #models: Record<ScorerModel, ModelBytes | null> = { vectors: null, sat: null, next: null }
  /** Models that are given and could be read. */
  readonly #inUse: Record<ScorerModel, number | null> = { vectors: null, sat: null, next: null }
  #stale = new Set<ScorerModel>()
  #marks: readonly MarkedTracks[] = []
  #marked: readonly { readonly rule: number; readonly tracks: Int32Array; readonly mark: Mark }[] = []
  #barredIds = new Set<number>()
  #barred = new Uint8Array(0)

  constructor(tell: (message: FromScorer) => void) {
    this.#tell = tell
  }

  /** Messages are to be given one after another, each when the one before is done. */
  async take(message: ToScorer): Promise<void> {
    switch (message.kind) {
      case 'begin':
        this.#options = message.objectives
        this.#reading = { slices: [], sound: new Map() }
        return
      case 'tracks':
        this.#reading.slices.push(message.slice)
        return
      case 'sound':
        message.track.forEach((track, at) => {
          const row = message.values[at]
          if (row !== undefined) this.#reading.sound.set(track, row)
        })
        return
      case 'library':
        this.#build()
        return
      case 'plays':
        this.#hear(message.slice)
        return
      case 'model':
        this.#models[message.model] = message.kept
        this.#stale.add(message.model)
        // The ranker looks at vectors, too.
        if (message.model === 'vectors') this.#stale.add('next')
        return
      case 'marks':
        this.#marks = message.marks
        this.#mark()
        return
      case 'bar':
        if (message.anew) this.#barredIds = new Set(message.ids)
        else for (const id of message.ids) this.#barredIds.add(id)
        this.#bar()
        return
      case 'propose':
        try {
          await this.#renew()
          this.#tell({ kind: 'proposed', ask: message.ask, proposal: await this.#propose(message.wanted) })
        } catch (error) {
          this.#tell({ kind: 'failed', ask: message.ask, message: String(error) })
        }
    }
  }

  #build(): void {
    const { slices, sound } = this.#reading
    this.#reading = { slices: [], sound: new Map() }
    const tracks = joinTracks(slices)
    this.#tracks = tracks
    this.#index = libraryIndex(tracks)
    this.#heard = new ListeningStats(tracks)
    this.#plays = []
    this.#objectives = new ObjectiveState(tracks.artist, tracks.artists, this.#options)
    for (const track of this.#index.owned) this.#objectives.own(track, tracks.addedAt[track] ?? 0)
    this.#sound = soundVectors(tracks.ids.length, sound, LEAST_HEARD)
    this.#coldBy = sound.size >= HEARD_SHARE * this.#index.owned.length && this.#sound !== null ? 'sound' : 'tags'
    this.#placed = null
    this.#similarity = similarityOf(tracks, null, this.#sound)
    this.#next = neighbourScorer(tracks)
    this.#sat = null
    for (const model of ['vectors', 'sat', 'next'] as const) this.#stale.add(model)
    this.#mark()
    this.#bar()
  }

  #hear(slice: PlayColumns): void {
    for (const play of historyOf(this.#tracks, slice).plays) {
      this.#plays.push(play)
      this.#heard.add(play)
      this.#objectives.hear(play.track, play.start)
      this.#next.add(play)
      this.#sat?.add(play)
      this.#tasted(play)
    }
  }

  /** Models that were given since the last proposal, read and brought up to the last play. */
  async #renew(): Promise<void> {
    for (const model of ['vectors', 'sat', 'next'] as const) {
      if (!this.#stale.delete(model)) continue
      const kept = this.#models[model]
      this.#inUse[model] = null
      try {
        if (model === 'vectors') this.#takeVectors(kept)
        else if (model === 'sat') await this.#takeSat(kept)
        else this.#takeNext(kept)
        this.#inUse[model] = kept?.id ?? null
      } catch (error) {
        this.#tell({ kind: 'trouble', model, message: String(error) })
      }
    }
  }

  #takeVectors(kept: ModelBytes | null): void {
    this.#placed = null
    try {
      this.#placed = kept === null ? null : vectorsFrom(kept.bytes, this.#index)
    } finally {
      this.#similarity = similarityOf(this.#tracks, this.#placed, this.#sound)
      this.#tasteAnew()
    }
  }

  async #takeSat(kept: ModelBytes | null): Promise<void> {
    this.#sat = null
    if (kept === null) return
    // Tensors are loaded when a model asks for them: the first queue does not wait for them.
    const { satScorer } = await import('./sat-models.ts')
    const sat = await satScorer(kept.bytes, this.#tracks)
    for (const play of this.#plays) sat.add(play)
    this.#sat = sat
  }

  #takeNext(kept: ModelBytes | null): void {
    let next = neighbourScorer(this.#tracks)
    try {
      if (kept !== null) next = rankerScorer(kept.bytes, this.#tracks, this.#placed)
    } finally {
      for (const play of this.#plays) next.add(play)
      this.#next = next
    }
  }

  #mark(): void {
    this.#marked = this.#marks.map(({ rule, ids, until }) => {
      const numbers = new Set<number>()
      for (const id of ids) {
        const track = this.#index.numberOf(id)
        if (track !== undefined) numbers.add(track)
      }
      return { rule, tracks: Int32Array.from(numbers), mark: { has: track => numbers.has(track), until } }
    })
  }

  #bar(): void {
    this.#barred = new Uint8Array(this.#tracks.ids.length)
    for (const id of this.#barredIds) this.#setBarred(id, 1)
  }

  #setBarred(id: number, barred: 0 | 1): void {
    const track = this.#index.numberOf(id)
    if (track !== undefined) this.#barred[track] = barred
  }

  async #propose({ now, seed, seedTrack, taken, current }: Wanted): Promise<Proposal> {
    const heard = this.#heard
    const objectives = this.#objectives
    heard.moveTo(now)
    objectives.moveTo(now)
    const number = (id: number | null) => (id === null ? null : (this.#index.numberOf(id) ?? null))
    const sounding = number(current)
    const goesOn = heard.goesOn(now)
    const session = goesOn ? heard.session : heard.session + 1
    const ahead = sounding === null ? [] : [sounding]
    const marks = this.#marked.filter(({ mark }) => mark.until === null || mark.until > now)
    for (const id of taken) this.#setBarred(id, 1)
    const candidates = candidatesOf(
      {
        index: this.#index,
        heard,
        objectives,
        vectors: this.#placed ?? this.#sound,
        neighbours: count => this.#next.next(count, now, session, ahead),
        marked: marks.map(({ tracks }) => tracks),
        barred: this.#barred,
        rng: rngOf(seed),
      },
      { nowS: now, seed: number(seedTrack), current: sounding },
    )
    for (const id of taken) if (!this.#barredIds.has(id)) this.#setBarred(id, 0)

    const tracks = this.#tracks
    const started = new Set(goesOn ? heard.started.map(play => play.track) : [])
    const before = [...(goesOn ? heard.started.map(play => play.track) : []), ...ahead]
    const ruleOf = (track: number) => marks.find(({ mark }) => mark.has(track))?.rule ?? 0
    return {
      ids: candidates.map(track => tracks.ids[track] ?? 0),
      artist: candidates.map(track => tracks.artist[track] ?? -1),
      sat: await this.#satOf(candidates, now, session),
      objectives: objectives.of(
        candidates,
        marks.map(({ mark }) => mark),
      ),
      sure: Uint8Array.from(candidates, track => sureness.indexOf(this.#sureOf(track))),
      inSession: Uint8Array.from(candidates, track => Number(started.has(track))),
      restedS: Float64Array.from(candidates, track => now - (heard.lastPlayed[track] ?? Number.NEGATIVE_INFINITY)),
      waits: candidates.map(track => heard.waits(track)),
      evidence: evidenceOf(
        { index: this.#index, heard, objectives, similarity: this.#similarity, markOf: ruleOf },
        candidates,
        now,
      ),
      artistsBefore: Int32Array.from(before, track => tracks.artist[track] ?? -1),
      plays: heard.plays,
      knowing: this.#inUse.sat !== null ? 'trained' : heard.outcomes > 0 ? 'little' : 'nothing',
      coldBy: this.#coldBy,
      scoredBy: this.#sat === null ? 'first day' : (this.#models.sat?.name ?? ''),
      models: { ...this.#inUse },
      gs: this.#taste.weight < TASTE_STAYS ? null : unbiasedGs(this.#taste),
    }
  }

  /**
   * What the counts say and, the more was heard, what the model says, in logits. A model of few plays, most of which the queue itself chose,
   * knows little beyond them: alone it led a simulated listener from 0.62 of plays stayed with to 0.37 (docs/results.md).
   */
  async #satOf(candidates: Int32Array, now: number, session: number): Promise<Float32Array> {
    const counts = firstDayScores(this.#heard, this.#similarity, candidates, now)
    const model = await this.#sat?.scores(candidates, now, session)
    if (model === undefined) return counts
    const share = this.#heard.outcomes / (this.#heard.outcomes + HALF_TRUSTED)
    return model.map((sat, at) => {
      const sum = share * logit(sat) + (1 - share) * logit(counts[at] ?? 0.5)
      return 1 / (1 + Math.exp(-sum))
    })
  }

  #sureOf(track: number): (typeof sureness)[number] {
    const { ofTrack, ofArtist } = this.#heard
    const verdicts = ofTrack.outcomes[track] ?? 0
    if (verdicts >= KNOWN_VERDICTS) return 'known'
    const artist = ofArtist.outcomes[this.#tracks.artist[track] ?? -1] ?? 0
    return verdicts > 0 || artist > 0 || this.#placed?.knownBy(track) === 'listening' ? 'guessed' : 'unknown'
  }

  /** Of a play that was stayed with: one more unit vector in the sum. */
  #tasted({ track, sat }: HistoryPlay): void {
    const vectors = this.#tasteBy
    if (vectors === null || sat !== 1) return
    const vector = vectors.values.subarray(track * vectors.size, (track + 1) * vectors.size)
    if (vector.every(value => value === 0)) return
    this.#taste = withTrack(this.#taste, vector)
  }

  /** Where tracks lie has changed: the taste is summed anew. */
  #tasteAnew(): void {
    this.#tasteBy = this.#placed ?? (this.#coldBy === 'sound' ? this.#sound : null)
    this.#taste = emptyTaste(this.#tasteBy?.size ?? 0)
    for (const play of this.#plays) this.#tasted(play)
  }
}

const logit = (share: number) => Math.log((share + 1e-3) / (1.001 - share))
