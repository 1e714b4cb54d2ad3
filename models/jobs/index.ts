// The jobs of the training worker by name: one table for both hosts, the page with a GPU and the process of Node.
import { firstDay } from './first-day.ts'
import { sat } from './sat.ts'
import { tracks } from './tracks.ts'
import { trial } from './trial.ts'

export const jobs = { trial, firstDay, tracks, sat } as const

export type JobName = keyof typeof jobs
export type JobInput<N extends JobName> = Parameters<(typeof jobs)[N]>[0]
export type JobOutput<N extends JobName> = Awaited<ReturnType<(typeof jobs)[N]>>
