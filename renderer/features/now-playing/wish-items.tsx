// The menu's words for less of something: not now, rest it, never; each says what it means and for how long.
import { useTranslation } from 'react-i18next'
import type { TrackRow } from '../../../preload/contract/library.ts'
import { wish, wishForTracks } from '../../base/actions.ts'
import { useFormat } from '../../base/format.ts'
import { MenuItem } from '../../ui/menu.tsx'

const restMs = 30 * 86_400_000

/** Items for a menu about these tracks; album and artist only where there is one of each. */
export function WishItems({ rows }: { readonly rows: readonly TrackRow[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [row] = rows
  if (!row) return null
  const ids = rows.map(({ id }) => id)
  const only = rows.length === 1 ? row : null
  const { albumId } = row
  const [artist] = row.artists
  return (
    <>
      <MenuItem hint={t('wish.notNowHint')} shortcut="N" onAction={() => wishForTracks('notNow', ids)}>
        {t('wish.notNow')}
      </MenuItem>
      <MenuItem
        hint={t('wish.restHint', { date: format.date(Date.now() + restMs) })}
        onAction={() => wishForTracks('rest', ids)}
      >
        {t('wish.rest')}
      </MenuItem>
      <MenuItem hint={t('wish.neverHint')} onAction={() => wishForTracks('never', ids)}>
        {t('wish.neverTrack')}
      </MenuItem>
      {only && albumId !== null && (
        <MenuItem onAction={() => wish('never', [{ of: 'album', id: albumId }])}>{t('wish.neverAlbum')}</MenuItem>
      )}
      {only && artist && (
        <MenuItem onAction={() => wish('never', [{ of: 'artist', id: artist.id }])}>{t('wish.neverArtist')}</MenuItem>
      )}
    </>
  )
}
