// The mix in one sentence, for the strip's name and for the live region.
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mix } from '../../../preload/contract/balance.ts'
import { useFormat } from '../../base/format.ts'

export function useMixWords(): (mix: Mix) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return useCallback(
    mix =>
      t('balance.stripSum', {
        count: mix.items.length,
        percent: format.percent(mix.meanSat ?? 0),
        discovery: t('balance.counts.discovery', { count: mix.counts.discovery }),
        exposure: t('balance.counts.exposure', { count: mix.counts.exposure }),
        boost: t('balance.counts.boost', { count: mix.counts.boost }),
      }),
    [t, format],
  )
}
