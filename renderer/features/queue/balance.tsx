// The balance above the queue: the mix strip, the sliders that move it, what it stays near, and in one quiet line what it all means.
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mix } from '../../../preload/contract/balance.ts'
import { letDwellPlay } from '../../base/actions.ts'
import { useBalanceOpen } from '../../base/panels.ts'
import { useCounts, useQueue } from '../../base/stores.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Ring } from '../../ui/ring.tsx'
import styles from './balance.module.css'
import { BalanceSliders } from './balance-sliders.tsx'
import { followBalance, useBalance } from './balance-store.ts'
import { MixStrip } from './mix-strip.tsx'
import { useMixWords } from './mix-words.ts'

const noMix: Mix = { items: [], counts: { discovery: 0, exposure: 0, boost: 0 }, meanSat: null }

/** Alone in what it looks at: while a slider moves, only this is drawn again. */
function Strip() {
  const mix = useBalance(({ preview, state }) => preview ?? state?.mix ?? noMix)
  const isMoving = useBalance(({ held }) => held !== null)
  return <MixStrip mix={mix} isMoving={isMoving} />
}

/** Says once what a move came to; while the slider moves it is silent. */
function MixAnnouncer() {
  const { t } = useTranslation()
  const words = useMixWords()
  const moves = useBalance(state => state.moves)
  const mix = useBalance(({ state }) => state?.mix ?? noMix)
  return <Announcer words={moves === 0 ? '' : t('balance.changed', { mix: words(mix) })} />
}

function Start() {
  const { t } = useTranslation()
  return (
    <div className={styles['start']}>
      <Button tone="solid" onPress={() => letDwellPlay()}>
        <Ring size={13} line={2.5} fill={0.78} />
        {t('balance.start')}
      </Button>
      <p>{t('balance.startHint')}</p>
    </div>
  )
}

export function BalancePanel() {
  const { t } = useTranslation()
  const isOpen = useBalanceOpen()
  const isAutoplay = useQueue(state => state.companion)
  const isKnown = useBalance(({ state }) => state !== null)
  const { counts } = useCounts()
  useEffect(followBalance, [])
  if (!isKnown || counts?.tracks === 0) return null
  return (
    <section id="balance" aria-label={t('balance.title')} className={styles['balance']}>
      {!isAutoplay && <Start />}
      <Strip />
      {isOpen && <BalanceSliders />}
      <MixAnnouncer />
    </section>
  )
}
