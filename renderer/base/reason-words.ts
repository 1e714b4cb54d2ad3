// Why a track is in the queue, in words: a fact, not a slogan.
import type { TFunction } from 'i18next'
import { assertNever } from '../../preload/contract/errors.ts'
import type { CompanionReason, Reason } from '../../preload/contract/queue.ts'
import { dayWords, targetName } from './boost-words.ts'

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
      return companionWords(t, reason)
  }
}

function companionWords(t: TFunction, reason: CompanionReason): string {
  switch (reason.kind) {
    case 'artistFinished':
      return t('reason.artistFinished', { artist: reason.artist, finished: reason.finished, of: reason.of })
    case 'trackStayed':
      return reason.stayed === reason.of
        ? t('reason.trackStayedAlways', { count: reason.of })
        : t('reason.trackStayed', { stayed: reason.stayed, count: reason.of })
    case 'favouriteRested':
      return t('reason.favouriteRested', {
        stayed: t('reason.favouriteStayed', { count: reason.stayed }),
        count: reason.days,
      })
    case 'soundsLike':
      return t(`reason.soundsLike.${reason.by}`, { title: reason.title })
    case 'follows':
      return t('reason.follows', { title: reason.title, count: reason.times })
    case 'together':
      return t('reason.together', { title: reason.title })
    case 'underHeard':
      return t('reason.underHeard', {
        artist: reason.artist,
        plays: t('reason.plays', { count: reason.plays }),
        count: reason.tracks,
      })
    case 'newlyAdded':
      return reason.days === 0 ? t('reason.addedToday') : t('reason.newlyAdded', { count: reason.days })
    case 'boosted': {
      const what = targetName(t, reason.target, reason.label)
      return reason.until === null
        ? t('reason.boosted', { what })
        : t('reason.boostedUntil', { what, day: dayWords(reason.until) })
    }
    case 'newArtist':
      return t('reason.newArtist', { artist: reason.artist })
    case 'waited':
      return t('reason.waited', { count: reason.queues })
    case 'drawn':
      return t('reason.drawn', { oneIn: reason.oneIn })
    case 'variety':
      return reason.genre === null ? t('reason.variety') : t('reason.varietyOf', { genre: reason.genre })
    default:
      return assertNever(reason)
  }
}
