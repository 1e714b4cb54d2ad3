// What travels between the artwork service and its worker.
import type { ErrorCode } from '../../../../preload/contract/errors.ts'
import type { FileToRead, Picture } from '../tags/tagged.ts'
import type { PicturePlace } from './find-picture.ts'

export interface ArtWorkerData {
  readonly cacheDir: string
  readonly maxBytes: number
}

export type ArtErrand =
  | {
      readonly kind: 'thumbnail'
      readonly hash: string
      readonly size: number
      readonly places: readonly PicturePlace[]
    }
  | { readonly kind: 'describe'; readonly file: FileToRead }

export type ArtAnswer =
  | { readonly ok: true; readonly picture: Picture | null }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }
