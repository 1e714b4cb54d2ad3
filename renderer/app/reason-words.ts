// Why a track is in the queue, in words: a fact, not a slogan.
import type { TFunction } from 'i18next'
import type { Reason } from '../../preload/contract/queue.ts'

export function reasonWords(t: TFunction, reason: Reason | null): string {
  if (!reason) return t('reason.none')
  switch (reason.kind) {
    case 'byHand':
      return t('reason.byHand')
    case 'fromAlbum':
      return t('reason.fromAlbum', { album: reason.album })
    case 'fromPlaylist':
      return t('reason.fromPlaylist', { playlist: reason.playlist })
    case 'fromArtist':
      return t('reason.fromArtist', { artist: reason.artist })
    case 'shuffled':
      return t('reason.shuffled', { count: reason.of })
    case 'inOrder':
      return t('reason.inOrder', { count: reason.of })
    default:
      return ''
  }
}
