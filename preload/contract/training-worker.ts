// What the core and a host of the training worker say to each other: one backend a sidecar, one job at a time, by name.
import { z } from 'zod'
import type { ModelErrorCode } from '../../models/model.ts'
import type { BackendName } from './learning.ts'

export type ToTraining =
  /** First of all, once. Tensors may take up `memoryBytes` on the backend. */
  | { readonly say: 'start'; readonly backend: BackendName; readonly memoryBytes: number }
  | { readonly say: 'run'; readonly id: number; readonly job: string; readonly input: unknown; readonly seed: number }
  | { readonly say: 'cancel'; readonly id: number }

const modelErrorCodes = [
  'bad-input',
  'no-examples',
  'diverged',
  'cancelled',
  'bad-artifact',
] as const satisfies readonly ModelErrorCode[]

/** A hidden page is the least trusted of our processes, so its words are parsed; what a job gave is for the caller to read. */
export const fromTraining = z.discriminatedUnion('say', [
  z.object({ say: z.literal('started'), detail: z.string().max(500) }),
  z.object({ say: z.literal('absent'), why: z.string().max(2000) }),
  z.object({
    say: z.literal('progress'),
    id: z.number(),
    share: z.number().min(0).max(1),
    loss: z.number().nullable(),
    step: z.string().max(100).nullable(),
  }),
  z.object({ say: z.literal('done'), id: z.number(), output: z.unknown() }),
  /** The job's own fault: another backend would say the same. */
  z.object({
    say: z.literal('failed'),
    id: z.number(),
    code: z.enum(modelErrorCodes),
    message: z.string().max(5000),
  }),
  /** The backend's fault: a lost device, no memory, a kernel that is missing. The room is of no more use. */
  z.object({ say: z.literal('fault'), message: z.string().max(5000) }),
])
export type FromTraining = z.infer<typeof fromTraining>
