// What a container's reader says about the sound: how long, how coded, and which bytes it is.

export interface Sound {
  /** mp3, flac, vorbis, opus, aac, alac, ...: what a listener would call it. */
  readonly codec: string
  readonly mime: string
  readonly durationMs: number
  readonly bitrate: number | null
  readonly sampleRate: number | null
  readonly channels: number | null
  readonly audioKey: Uint8Array | null
  /** Why Chromium cannot play it although it can play the codec (protection, an odd PCM). */
  readonly obstacle?: string
  /** Loudness from the encoder's own header, used where no tag says it. */
  readonly headerTrackGainDb?: number | null
  readonly headerTrackPeak?: number | null
}
