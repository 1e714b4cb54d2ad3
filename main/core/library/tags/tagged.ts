// What reading one file yields: the door between tag readers and the rest of the library. Everything beyond it is parsed and bounded.
import type { ErrorCode } from '../../../../preload/contract/errors.ts'

export interface Picture {
  /** 32 hex digits of the picture's bytes. */
  readonly hash: string
  readonly mime: string
  readonly bytes: number
}

/** One readable audio file. Strings are NFC, trimmed, never empty; lists are in the order of the tag, without duplicates. */
export interface Tagged {
  readonly ok: true
  /** From the tag, or null: the scanner falls back to the file's name. */
  readonly title: string | null
  /** As printed: one string. */
  readonly artist: string | null
  /** The people in it (multi-value tags and well-known separators). */
  readonly artists: readonly string[]
  readonly artistSort: string | null
  readonly album: string | null
  readonly albumSort: string | null
  readonly albumArtist: string | null
  readonly albumArtistSort: string | null
  readonly titleSort: string | null
  readonly compilation: boolean
  readonly disc: number | null
  readonly track: number | null
  readonly year: number | null
  readonly genres: readonly string[]
  /** Embedded rating, 0..1. */
  readonly rating: number | null
  readonly trackGainDb: number | null
  readonly trackPeak: number | null
  readonly albumGainDb: number | null
  readonly albumPeak: number | null
  readonly durationMs: number
  /** As listeners name it: mp3, flac, vorbis, opus, aac, alac, wav, aiff, wma, ape, wavpack, ... */
  readonly codec: string
  readonly mime: string
  readonly bitrate: number | null
  readonly sampleRate: number | null
  readonly channels: number | null
  readonly playable: boolean
  readonly unplayableReason: string | null
  /** 16 bytes that name the sound without its tags; null when it cannot be told. Equal keys: the same encoded sound. */
  readonly audioKey: Uint8Array | null
  readonly picture: Picture | null
  /** What could not be read but did not matter (tags beyond the limit, a bad frame). */
  readonly warning: string | null
}

export interface Unreadable {
  readonly ok: false
  readonly code: ErrorCode
  /** Says what is wrong and what to do; the file is named by whoever lists it. */
  readonly message: string
}

export type Reading = Tagged | Unreadable

export interface FileToRead {
  /** Absolute; bytes when the name is no valid UTF-8. */
  readonly path: string | Uint8Array
}

/** Reads tags in parallel workers with a limit a file; a worker that is late is replaced. */
export interface TagPool {
  /** Never rejects for a bad file. `batch` is up to a few hundred files; answers in the same order. */
  read(batch: readonly FileToRead[]): Promise<readonly Reading[]>
  close(): Promise<void>
}
