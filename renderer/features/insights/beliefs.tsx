// What Dwell thinks of the listener, line by line, each with its way out and back.

import type { TFunction } from 'i18next'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { assertNever } from '../../../preload/contract/errors.ts'
import type { Belief } from '../../../preload/contract/insights.ts'
import { attempt } from '../../base/actions.ts'
import { ask } from '../../base/client.ts'
import { type Format, useFormat } from '../../base/format.ts'
import { IconButton } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Calendar, useCalendar } from './dates.ts'
import styles from './insights-page.module.css'

export function beliefWords(t: TFunction, format: Format, calendar: Calendar, belief: Belief): string {
  switch (belief.kind) {
    case 'artistStay':
      return t('insights.beliefs.artistStay', { artist: belief.artist, stayed: belief.stayed, of: belief.of })
    case 'artistLeave':
      return t('insights.beliefs.artistLeave', { artist: belief.artist, left: belief.left, of: belief.of })
    case 'genreHours':
      return t('insights.beliefs.genreHours', {
        genre: belief.genre,
        from: calendar.hour(belief.fromHour),
        to: calendar.hour(belief.toHour),
        share: format.percent(belief.share),
      })
    case 'genreStay':
      return t('insights.beliefs.genreStay', { genre: belief.genre, stayed: belief.stayed, of: belief.of })
    case 'trackLoved':
      return t('insights.beliefs.trackLoved', { title: belief.title, artist: belief.artist, count: belief.plays })
    case 'specialist':
      return t('insights.beliefs.specialist', { gs: format.decimal(belief.gs) })
    case 'generalist':
      return t('insights.beliefs.generalist', { gs: format.decimal(belief.gs) })
    case 'newFinds':
      return t('insights.beliefs.newFinds', { count: belief.met, stayed: belief.stayed })
    case 'albumListener':
      return t('insights.beliefs.albumListener', { share: format.percent(belief.share) })
    case 'shuffleListener':
      return t('insights.beliefs.shuffleListener', { share: format.percent(belief.share) })
    default:
      return assertNever(belief)
  }
}

export function Beliefs({ beliefs, again }: { readonly beliefs: readonly Belief[]; readonly again: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const calendar = useCalendar()
  const remove = ({ id }: Belief) =>
    attempt(async () => {
      const { forgetId } = await ask('insights.removeBelief', { id })
      again()
      toast({
        text: t('insights.beliefs.removed'),
        action: {
          label: t('app.undo'),
          run: () =>
            attempt(async () => {
              await ask('forgetting.undo', { id: forgetId })
              again()
            }),
        },
      })
    })
  return (
    <section aria-labelledby="beliefs" className={styles['section']}>
      <h2 id="beliefs" className={styles['heading']}>
        {t('insights.beliefs.title')}
      </h2>
      <p className={styles['intro']}>{t('insights.beliefs.lead')}</p>
      {beliefs.length === 0 ? (
        <p className={styles['quiet']}>{t('insights.beliefs.empty')}</p>
      ) : (
        <ul className={styles['beliefs']}>
          {beliefs.map(belief => {
            const words = beliefWords(t, format, calendar, belief)
            return (
              <li key={belief.id}>
                <span>{words}</span>
                <IconButton
                  label={t('insights.beliefs.remove', { belief: words })}
                  size="small"
                  onPress={() => remove(belief)}
                >
                  <X size={15} />
                </IconButton>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
