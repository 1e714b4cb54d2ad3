// Neighbours among past sessions: what came next, the other times when these tracks were heard.
//
// After SKNN and its sequence-aware kin: V-SKNN (Ludewig, Jannach 2018, arXiv 1803.09587) weighs a neighbour by the places its shared tracks
// hold in the session so far, STAN (Garg, Gupta, Malhotra, Vig, Shroff 2019) also by its age and by how near the shared track a candidate
// stood in it. One listener's log is small enough to keep every earlier hearing as a neighbour of its own:
//   score(i) = finish(i) sum_k sum_o  a_k n_k^-0.4  r(age_o)  g(session_o)^0.3  (1 + 6 m_o)  sum_j  f_j h(d_j - k)
// k counts the session's plays back from its end, a_k = e^(-(k-1)/2); o are the earlier plays of that track, n_k as many; j are the plays
// d_j places after o (before it: negative), so the one that stood where the next will stand counts most: h(x) = e^(-x) behind that place,
// e^(x/2.5) before it. r(age) = (1 + hours)^-0.4; g is the weight of all the tracks that session shares; m_o the sum of a_j over the other
// plays j of this session that had the same track at the same place then; f_j 0.6 for a false positive: it was skipped, but it did come next.
// Choice: every number was picked, one after another, on the sessions at 70 to 90 % of five listeners' logs.
import { type Artifact, expectArtifact, intsOf } from '../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../model.ts'

/** What is remembered of a play; `HistoryPlay` is one. */
export interface KnnPlay {
  readonly track: number
  readonly session: number
  /** Seconds since 1970. */
  readonly end: number
  readonly fp: boolean
}

const RECENT = 10 // plays of the session so far that are looked up
const HEARINGS = 50 // earlier plays of each, the latest first
const REACH = 10 // places around each
const AGE_UNIT_S = 3600
const AGE_POWER = 0.4
const RARITY_POWER = 0.4
const SESSION_POWER = 0.3
const FP_SHARE = { asContext: 0.5, asCandidate: 0.6 }
const OTHER_SESSION = 0.3 // a place across the border to the session before or after
const HEARD_SHARE = 0.3 // of the score of a track that was already heard in this session
const ALIGNED_GAIN = 6
const late = Float64Array.from({ length: REACH + RECENT + 1 }, (_, miss) => Math.exp(-miss))
const early = Float64Array.from({ length: REACH + RECENT + 1 }, (_, miss) => Math.exp(-miss / 2.5))
const placed = Float64Array.from({ length: RECENT + 1 }, (_, k) => Math.exp(-(k - 1) / 2))

const KIND = 'item-knn'
const VERSION = 1
const DAY_S = 86_400

export class ItemKnn {
  readonly tracks: number
  readonly #track: number[] = []
  readonly #session: number[] = []
  readonly #end: number[] = []
  readonly #fp: boolean[] = []
  /** Of each play, the play before of the same track; -1: none. */
  readonly #before: number[] = []
  readonly #last: Int32Array
  readonly #plays: Int32Array
  readonly #kept: Int32Array

  constructor(tracks: number) {
    this.tracks = tracks
    this.#last = new Int32Array(tracks).fill(-1)
    this.#plays = new Int32Array(tracks)
    this.#kept = new Int32Array(tracks)
  }

  get length(): number {
    return this.#track.length
  }

  /** Takes a play in, in the order of hearing: a few stores, no fitting. Throws 'bad-input'. */
  remember({ track, session, end, fp }: KnnPlay): void {
    if (!(track >= 0 && track < this.tracks) || !Number.isFinite(end))
      throw new ModelError('bad-input', `play ${this.length} has track ${track} of ${this.tracks} and ends at ${end}`)
    this.#before.push(this.#last[track] ?? -1)
    this.#last[track] = this.length
    this.#track.push(track)
    this.#session.push(session)
    this.#end.push(Math.round(end))
    this.#fp.push(fp)
    this.#plays[track] = (this.#plays[track] ?? 0) + 1
    if (!fp) this.#kept[track] = (this.#kept[track] ?? 0) + 1
  }

  /**
   * How well each track would follow now: [tracks], 0 where nothing speaks for it. The session so far is what was remembered of `session`
   * last, and then `ahead`, tracks that are meant to be heard before the one in question.
   */
  scoreNext(session: number, nowS: number, ahead: readonly number[] = []): Float32Array {
    const scores = new Float32Array(this.tracks)
    const soFar = this.#soFar(session, ahead)
    const shared = this.#sharedBySession(soFar, session)
    for (const { track, weight, k, index } of soFar) {
      let hearings = 0
      for (let at = this.#last[track] ?? -1; at >= 0 && hearings < HEARINGS; at = this.#before[at] ?? -1) {
        if (at === index) continue // this very play: what followed it is what is asked
        hearings++
        const hours = Math.max(0, nowS - (this.#end[at] as number)) / AGE_UNIT_S
        const alike = (shared.get(this.#session[at] as number) ?? weight) ** SESSION_POWER
        const aligned = 1 + ALIGNED_GAIN * this.#alignedWith(soFar, at, k)
        this.#addAround(scores, at, k, weight * alike * aligned * (1 + hours) ** -AGE_POWER, index)
      }
    }
    for (let track = 0; track < this.tracks; track++) {
      const score = scores[track] as number
      if (score > 0)
        scores[track] = (score * ((this.#kept[track] as number) + 1)) / ((this.#plays[track] as number) + 2)
    }
    for (const track of this.#heard(session, ahead)) scores[track] = (scores[track] as number) * HEARD_SHARE
    return scores
  }

  toArtifact(): Artifact {
    const shape = [this.length]
    const column = (numberAt: (index: number) => number) => ({
      shape,
      values: Int32Array.from({ length: this.length }, (_, index) => numberAt(index)),
    })
    return {
      kind: KIND,
      version: VERSION,
      settings: { tracks: this.tracks },
      arrays: {
        track: column(index => this.#track[index] as number),
        session: column(index => this.#session[index] as number),
        endDay: column(index => Math.floor((this.#end[index] as number) / DAY_S)),
        endSecond: column(index => (this.#end[index] as number) % DAY_S),
        fp: column(index => (this.#fp[index] ? 1 : 0)),
      },
    }
  }

  /** The last plays, nearest first; `index` is their place in the log, -1 for those that are only meant. */
  #soFar(session: number, ahead: readonly number[]) {
    const out: { track: number; k: number; index: number; weight: number }[] = []
    const add = (track: number, share: number, index: number) => {
      const k = out.length + 1
      const plays = Math.max(1, this.#plays[track] ?? 0)
      out.push({ track, k, index, weight: share * (placed[k] as number) * plays ** -RARITY_POWER })
    }
    for (let at = ahead.length - 1; at >= 0 && out.length < RECENT; at--) add(ahead[at] as number, 1, -1)
    for (let at = this.length - 1; at >= 0 && out.length < RECENT && this.#session[at] === session; at--)
      add(this.#track[at] as number, this.#fp[at] ? FP_SHARE.asContext : 1, at)
    return out
  }

  /** Of each earlier session, the weight of the tracks it shares with this one. */
  #sharedBySession(soFar: readonly { track: number; weight: number }[], session: number): Map<number, number> {
    const shared = new Map<number, number>()
    for (const { track, weight } of soFar) {
      let hearings = 0
      let counted = -1
      for (let at = this.#last[track] ?? -1; at >= 0 && hearings < HEARINGS; at = this.#before[at] ?? -1) {
        const of = this.#session[at] as number
        if (of === session || of === counted) continue
        hearings++
        counted = of
        shared.set(of, (shared.get(of) ?? 0) + weight)
      }
    }
    return shared
  }

  /** How much of the session so far had the same track at the same place when hearing `at` was where its play k places back is now. */
  #alignedWith(soFar: readonly { track: number; k: number; index: number }[], at: number, k: number): number {
    const oldest = soFar.at(-1)?.index ?? -1
    const itself = oldest >= 0 ? oldest : this.length // where the plays in question begin: they witness nothing for themselves
    let sum = 0
    for (const other of soFar) {
      const place = at + k - other.k
      if (other.k !== k && place < itself && this.#track[place] === other.track) sum += placed[other.k] as number
    }
    return sum
  }

  /** Adds what stood around hearing `at` of the play k places back, up to that play itself where it is in the same session. */
  #addAround(scores: Float32Array, at: number, k: number, weight: number, self: number): void {
    const end = self >= 0 && this.#session[at] === this.#session[self] ? self : this.length
    let share = weight
    const last = Math.min(end - 1, at + REACH + k - 1)
    for (let place = at + 1; place <= last; place++) {
      if (this.#session[place] !== this.#session[place - 1]) share *= OTHER_SESSION
      this.#add(scores, place, share * ((place - at > k ? late[place - at - k] : early[k - (place - at)]) as number))
    }
    share = weight
    for (let place = at - 1; place >= Math.max(0, at - REACH); place--) {
      if (this.#session[place] !== this.#session[place + 1]) share *= OTHER_SESSION
      this.#add(scores, place, share * (early[at - place + k] as number))
    }
  }

  #add(scores: Float32Array, place: number, weight: number): void {
    const track = this.#track[place] as number
    scores[track] = (scores[track] as number) + weight * (this.#fp[place] ? FP_SHARE.asCandidate : 1)
  }

  /** Tracks of this session whose last play in it was kept; one that was skipped may well be meant to come again. */
  #heard(session: number, ahead: readonly number[]): Set<number> {
    const heard = new Set(ahead)
    const met = new Set(ahead)
    for (let at = this.length - 1; at >= 0 && this.#session[at] === session; at--) {
      const track = this.#track[at] as number
      if (!met.has(track) && !this.#fp[at]) heard.add(track)
      met.add(track)
    }
    return heard
  }
}

/** Remembers the plays, in order of their starts. No play is no error: it then knows nothing. Throws 'bad-input', 'cancelled'. */
export async function fitItemKnn(
  plays: readonly KnnPlay[],
  options: { readonly tracks: number },
  context: FitContext,
): Promise<ItemKnn> {
  const model = new ItemKnn(options.tracks)
  for (const play of plays) {
    model.remember(play)
    if (model.length % 8192 === 0) await stepDone(context, model.length / plays.length)
  }
  await stepDone(context, 1)
  return model
}

/** Throws 'bad-artifact'. */
export function itemKnnFromArtifact(artifact: Artifact): ItemKnn {
  expectArtifact(artifact, KIND, VERSION)
  const track = intsOf(artifact, 'track', [-1])
  const length = track.length
  const [session, endDay, endSecond, fp] = (['session', 'endDay', 'endSecond', 'fp'] as const).map(name =>
    intsOf(artifact, name, [length]),
  )
  const tracks = artifact.settings['tracks']
  const outside = track.findIndex(each => each < 0 || !(typeof tracks === 'number' && each < tracks))
  if (typeof tracks !== 'number' || outside >= 0)
    throw new ModelError(
      'bad-artifact',
      `play ${outside} of the artefact of “${KIND}” has track ${track[outside]} of ${tracks}`,
    )
  const model = new ItemKnn(tracks)
  for (let index = 0; index < length; index++) {
    model.remember({
      track: track[index] ?? 0,
      session: session?.[index] ?? 0,
      end: (endDay?.[index] ?? 0) * DAY_S + (endSecond?.[index] ?? 0),
      fp: fp?.[index] === 1,
    })
  }
  return model
}
