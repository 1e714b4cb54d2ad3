// Boosted trees as arrays of an artefact, and back, with every node's way checked.
import { type Artifact, type ArtifactArray, floatsOf } from '../artifact.ts'
import { ModelError } from '../model.ts'
import type { Trees } from './tree-growth.ts'

const whole = ['roots', 'feature', 'left', 'right'] as const

export function treesToArrays(trees: Trees): Record<string, ArtifactArray> {
  const { threshold, value } = trees
  return {
    ...Object.fromEntries(whole.map(name => [name, { shape: [trees[name].length], values: trees[name] }])),
    threshold: { shape: [threshold.length], values: threshold },
    value: { shape: [value.length], values: value },
  }
}

/** Throws ModelError 'bad-artifact' where a node leads nowhere, back, or asks for a column beyond `features`. */
export function treesFrom(artifact: Artifact, features: number): Trees {
  const [roots, feature, left, right] = whole.map(name => numbersOf(artifact, name)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ] // four names, four arrays
  const nodes = feature.length
  const trees = {
    features,
    roots,
    feature,
    left,
    right,
    threshold: floatsOf(artifact, 'threshold', [nodes]),
    value: floatsOf(artifact, 'value', [nodes]),
  }
  const leads = (node: number, to: number | undefined) => to !== undefined && to > node && to < nodes
  const isSound =
    left.length === nodes &&
    right.length === nodes &&
    roots.every(root => root >= 0 && root < nodes) &&
    feature.every(
      (split, node) => split < 0 || (split < features && leads(node, left[node]) && leads(node, right[node])),
    )
  if (!isSound) throw new ModelError('bad-artifact', `the artefact of “${artifact.kind}” has trees that lead nowhere`)
  return trees
}

function numbersOf(artifact: Artifact, name: string): Int32Array {
  const found = artifact.arrays[name]
  if (found === undefined || found.shape.length !== 1 || !(found.values instanceof Int32Array)) {
    throw new ModelError('bad-artifact', `the artefact of “${artifact.kind}” lacks array “${name}” of whole numbers`)
  }
  return found.values
}
