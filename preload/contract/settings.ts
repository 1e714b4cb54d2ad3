// Settings: one flat value with defaults, parsed at the door; an unknown or broken field falls back to its default, never the whole.
import { z } from 'zod'
import { call, event } from './define.ts'

export const settingsSchema = z.object({
  language: z.enum(['system', 'en', 'ko']),
  theme: z.enum(['system', 'light', 'dark']),
  /** Take the accent from the art that plays. */
  accentFromArt: z.boolean(),
  volume: z.number().min(0).max(1),
  muted: z.boolean(),
  gapless: z.boolean(),
  /** Seconds; 0 is off. */
  crossfadeS: z.number().min(0).max(12),
  replayGain: z.enum(['off', 'track', 'album']),
  preampDb: z.number().min(-15).max(15),
  clippingGuard: z.boolean(),
  /** Media device id; empty is the system's default. */
  outputDevice: z.string().max(500),
  watchFolders: z.boolean(),
  onboarded: z.boolean(),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  accentFromArt: true,
  volume: 0.8,
  muted: false,
  gapless: true,
  crossfadeS: 0,
  replayGain: 'album',
  preampDb: 0,
  clippingGuard: true,
  outputDevice: '',
  watchFolders: true,
  onboarded: false,
}

export const settings = {
  'settings.get': call<Settings>()(z.void()),
  'settings.set': call<Settings>()(settingsSchema.partial()),
} as const

export const settingsEvents = {
  'settings.changed': event<Settings>(),
} as const
