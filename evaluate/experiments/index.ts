// The experiments by name, in the order they are run; each is loaded when it is asked for.
import type { Experiment } from '../experiment.ts'

const loaders: Readonly<Record<string, () => Promise<{ readonly experiment: Experiment }>>> = {
  'next-track': () => import('./next-track.ts'),
  'fs-vae': () => import('./fs-vae.ts'),
  'fp-adametric': () => import('./fp-adametric.ts'),
  sat: () => import('./sat.ts'),
  'first-days': () => import('./first-days.ts'),
  mostra: () => import('./mostra.ts'),
  gs: () => import('./gs.ts'),
  clicks: () => import('./clicks.ts'),
  sound: () => import('./sound.ts'),
  speed: () => import('./speed.ts'),
  loop: () => import('./loop.ts'),
}

/** Those whose listeners are simulated: they run without `--data`. */
export const withoutLogs: readonly string[] = ['loop']

export const experimentNames: readonly string[] = Object.keys(loaders)

export async function loadExperiment(name: string): Promise<Experiment> {
  const load = loaders[name]
  if (load === undefined) throw new Error(`there is no experiment “${name}”`)
  return (await load()).experiment
}
