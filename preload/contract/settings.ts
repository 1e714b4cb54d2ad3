// Settings: one flat value with defaults, parsed at the door; an unknown or broken field falls back to its default, never the whole.
import { z } from 'zod'
import { call, command, event } from './define.ts'

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
  /** Sliders of a new companion queue, 0..1; adventure null: from the listener's own taste. */
  defaultAdventure: z.number().min(0).max(1).nullable(),
  defaultDiscovery: z.number().min(0).max(1),
  defaultExposure: z.number().min(0).max(1),
  defaultBoost: z.number().min(0).max(1),
  /** What counts as under-heard: the window in days, the lowest share of artists, and how long what was added is new. */
  exposureDays: z.number().int().min(7).max(365),
  exposureLowest: z.number().min(0.05).max(0.5),
  exposureNewDays: z.number().int().min(0).max(365),
  /** No artist twice within so many tracks; no track again within so many hours. */
  artistSpread: z.number().int().min(0).max(20),
  coolDownHours: z.number().min(0).max(720),
  /** One slot in twenty is drawn at random among near ones, to learn how other settings would fare. */
  randomSlots: z.boolean(),
  learning: z.enum(['on', 'paused', 'off']),
  /** New plays after which a training begins by itself when the machine is idle. */
  trainAfterPlays: z.number().int().min(10).max(5000),
  analyseSound: z.boolean(),
  analyseOnBattery: z.boolean(),
  backend: z.enum(['auto', 'webgpu', 'webgl', 'tfjs-node', 'wasm', 'cpu']),
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
  defaultAdventure: null,
  defaultDiscovery: 0.2,
  defaultExposure: 0.1,
  defaultBoost: 0.5,
  exposureDays: 90,
  exposureLowest: 0.25,
  exposureNewDays: 30,
  artistSpread: 3,
  coolDownHours: 12,
  randomSlots: true,
  learning: 'on',
  trainAfterPlays: 50,
  analyseSound: true,
  analyseOnBattery: false,
  backend: 'auto',
}

export const settings = {
  'settings.get': call<Settings>()(z.void(), 'again'),
  'settings.set': command(settingsSchema.partial(), 'again'),
} as const

export const settingsEvents = {
  'settings.changed': event<Settings>(),
} as const
