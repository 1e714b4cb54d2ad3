// The decoders of the comparison, each with one dial that trades SAT for objectives, and with settings to be chosen on validation.
import { byRelevance } from '../../models/mostra/decode-input.ts'
import { sqrtAfter } from '../../models/mostra/decode-phi.ts'
import { decode } from '../../models/mostra/decoder.ts'
import { dpp } from '../../models/research/mostra/dpp.ts'
import { mmr } from '../../models/research/mostra/mmr.ts'
import { weightedSum } from '../../models/research/mostra/weighted-sum.ts'
import { FIRST } from './outcome.ts'
import type { ScoredSet } from './scores.ts'

export type Order = (set: ScoredSet) => ArrayLike<number>

/** One way to set a decoder: its orders along the dial, least first. */
export interface Family {
  readonly name: string
  readonly dial: readonly number[]
  order(dial: number): Order
}

export interface Decoder {
  readonly method: string
  readonly families: readonly Family[]
}

export const relevanceOnly: Order = set => byRelevance(set.sat)

/** The most that objectives can be served together, whatever it costs. */
export const objectivesOnly: Order = set =>
  weightedSum({ sat: set.sat, objectives: set.objectives, weights: [1000, 1000, 1000], length: FIRST })

/** What each objective weighs against the others: discovery, exposure, boost. What is new is also little heard, and is served twice. */
const SHAPES: readonly (readonly number[])[] = [
  [1, 1, 1],
  [0.5, 1, 2],
  [1, 1, 2],
]
const SCALES = [0.01, 0.02, 0.035, 0.055, 0.085, 0.13, 0.2, 0.32, 0.5, 0.8]
const EPSILONS = [0.01, 0.02, 0.035, 0.055, 0.085, 0.13, 0.2, 0.32, 0.5, 0.8]
const SHARES = [0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.4, 0.2, 0.1]

const scaled = (shape: readonly number[], scale: number) => shape.map(weight => weight * scale)
const said = (shape: readonly number[]) => shape.join(':')

const identity = (count: number) => count

/** The search, by epsilon at fixed weights and by weights at a fixed epsilon. */
function searchFamilies(phis: Readonly<Record<string, (count: number) => number>>, beams: number): Family[] {
  return Object.entries(phis).flatMap(([name, phi]) => {
    const queue = (weights: readonly number[], eps: number) => (set: ScoredSet) =>
      decode({ sat: set.sat, objectives: set.objectives, weights, eps, length: FIRST, beams, phi }).order
    return SHAPES.flatMap(shape => [
      {
        name: `${name}, eps, weights ${said(shape)} x 0.3`,
        dial: EPSILONS,
        order: (eps: number) => queue(scaled(shape, 0.3), eps),
      },
      ...[0.2, 0.4].map(eps => ({
        name: `${name}, weights ${said(shape)}, eps ${eps}`,
        dial: SCALES,
        order: (scale: number) => queue(scaled(shape, scale), eps),
      })),
    ])
  })
}

type Diversity = (set: ScoredSet, weights: readonly number[], share: number) => Int32Array

const mmrOrder: Diversity = (set, weights, lambda) =>
  mmr({ sat: set.sat, objectives: set.objectives, weights, lambda, length: FIRST, similarity: set.similarity })

const dppOrder: Diversity = (set, weights, theta) =>
  dpp({ sat: set.sat, objectives: set.objectives, weights, theta, length: FIRST, similarity: set.similarity })

/** By how much worth counts against being unlike, at fixed weights, and by weights at a fixed share. */
function diversityFamilies(order: Diversity): Family[] {
  return [
    { name: 'share, no weights', dial: SHARES, order: share => set => order(set, [0, 0, 0], share) },
    ...SHAPES.flatMap(shape => [
      {
        name: `share, weights ${said(shape)} x 0.1`,
        dial: SHARES,
        order: (share: number) => (set: ScoredSet) => order(set, scaled(shape, 0.1), share),
      },
      ...[0.95, 0.9, 0.7].map(share => ({
        name: `weights ${said(shape)}, share ${share}`,
        dial: SCALES,
        order: (scale: number) => (set: ScoredSet) => order(set, scaled(shape, scale), share),
      })),
    ]),
  ]
}

/** Of head starts of 0, 1 and 4 validation chose 4 over u1..u5; it is not chosen anew, since for a listener with few sessions that is chance. */
const gentle = { 'sqrt after 4': sqrtAfter(4) }

export const decoders: readonly Decoder[] = [
  { method: 'mostra', families: searchFamilies(gentle, 4) },
  { method: 'mmr', families: diversityFamilies(mmrOrder) },
  { method: 'dpp', families: diversityFamilies(dppOrder) },
  {
    method: 'weighted sum',
    families: SHAPES.map(shape => ({
      name: `weights ${said(shape)}`,
      dial: SCALES,
      order: scale => set =>
        weightedSum({ sat: set.sat, objectives: set.objectives, weights: scaled(shape, scale), length: FIRST }),
    })),
  },
  { method: 'identity phi', families: searchFamilies({ identity }, 4) },
  { method: 'sqrt phi', families: searchFamilies({ 'sqrt after 0': sqrtAfter(0) }, 4) },
  { method: 'beam 1', families: searchFamilies(gentle, 1) },
]
