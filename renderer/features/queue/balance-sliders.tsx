// The four sliders and the anchor; under them one line that says what the hand, the pointer or the focus is on.
import { Undo2 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button as AriaButton, Radio, RadioGroup, VisuallyHidden } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Balance, BalanceState, Objective } from '../../../preload/contract/balance.ts'
import { useFormat } from '../../base/format.ts'
import { useSettings } from '../../base/stores.ts'
import { usePlayingTrack } from '../../base/use-track.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Slider } from '../../ui/slider.tsx'
import { useBoosts } from '../boosts/all.ts'
import styles from './balance.module.css'
import { settle, slide, undoBalance, useBalance } from './balance-store.ts'
import { adventureHint, adventureWords, amountWords, goesByWords } from './balance-words.ts'

/** Words of Adventure change on multiples of this, and forty steps are fine enough for the hand and few enough for the keys. */
const step = 0.025

type Topic = 'adventure' | 'taste' | Objective | 'vibe' | 'seed'

/** What each control means at present, in one line. */
function useHints({ suggested, seed }: BalanceState, { adventure }: Balance): (topic: Topic) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const { exposureDays, exposureLowest, exposureNewDays } = useSettings()
  const boosts = useBoosts().data?.length ?? 0
  const days = (count: number): string => t('balance.settings.days', { count })
  return topic => {
    switch (topic) {
      case 'adventure':
        return adventureHint(t, adventure)
      case 'taste': {
        if (!suggested) return adventureHint(t, adventure)
        const word = adventureWords(t, suggested.adventure)
        return t('balance.suggested', { word, gs: format.number(suggested.gs * 100) })
      }
      case 'discovery':
        return t('balance.discovery.hint')
      case 'exposure':
        return t('balance.exposure.hint', {
          share: format.percent(exposureLowest),
          days: days(exposureDays),
          newDays: days(exposureNewDays),
        })
      case 'boost':
        return boosts === 0
          ? t('balance.boost.none')
          : t('balance.boost.hint', { rules: t('balance.boost.rules', { count: boosts }) })
      case 'vibe':
        return t('balance.anchor.vibeHint')
      case 'seed':
        return seed ? t('balance.anchor.seedAt', { title: seed.title }) : t('balance.anchor.seedHint')
    }
  }
}

interface TopicProps {
  readonly topic: Topic
  readonly onTopic: (topic: Topic | null) => void
  readonly className?: string | undefined
  readonly children: ReactNode
}

function About({ topic, onTopic, className, children }: TopicProps) {
  return (
    // Only listens: what is inside has the roles.
    <div
      role="none"
      className={className}
      onPointerEnter={() => onTopic(topic)}
      onPointerLeave={() => onTopic(null)}
      onFocus={() => onTopic(topic)}
      onBlur={() => onTopic(null)}
    >
      {children}
    </div>
  )
}

interface AdventureProps {
  readonly value: number
  readonly suggested: number | undefined
  readonly hint: (topic: Topic) => string
  readonly onTopic: TopicProps['onTopic']
}

function AdventureSlider({ value, suggested, hint, onTopic }: AdventureProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = adventureWords(t, value)
  const hintId = useId()
  const tasteId = useId()
  const isElsewhere = suggested !== undefined && Math.abs(suggested - value) > step
  return (
    <>
      <div className={styles['lead']}>
        <span className={styles['leadName']}>{t('balance.adventure.name')}</span>
        {isElsewhere && (
          <AriaButton
            className={cx(styles['byTaste'])}
            aria-describedby={tasteId}
            onPress={() => settle({ adventure: suggested })}
            onHoverChange={isHovered => onTopic(isHovered ? 'taste' : 'adventure')}
          >
            {t('balance.toSuggested')}
          </AriaButton>
        )}
        <span className={styles['leadWord']}>{words}</span>
      </div>
      <Slider
        label={t('balance.adventure.name')}
        value={value}
        max={1}
        step={step}
        isAccented
        notch={suggested}
        describedBy={hintId}
        words={`${words}, ${format.percent(value)}`}
        onChange={adventure => slide({ adventure })}
        onChangeEnd={adventure => settle({ adventure })}
      />
      <VisuallyHidden id={hintId}>{hint('adventure')}</VisuallyHidden>
      <VisuallyHidden id={tasteId}>{hint('taste')}</VisuallyHidden>
    </>
  )
}

interface AmountProps {
  readonly of: Objective
  readonly value: number
  readonly hint: string
}

function AmountSlider({ of, value, hint }: AmountProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = amountWords(t, value)
  const hintId = useId()
  return (
    <>
      <span>{t(`balance.${of}.name`)}</span>
      <Slider
        label={t(`balance.${of}.name`)}
        value={value}
        max={1}
        step={step}
        describedBy={hintId}
        words={`${words}, ${format.percent(value)}`}
        onChange={next => slide({ [of]: next })}
        onChangeEnd={next => settle({ [of]: next })}
      />
      <span className={styles['amount']} title={format.percent(value)}>
        {words}
      </span>
      <VisuallyHidden id={hintId}>{hint}</VisuallyHidden>
    </>
  )
}

function AnchorChoice({ state, onTopic }: { readonly state: BalanceState; readonly onTopic: TopicProps['onTopic'] }) {
  const { t } = useTranslation()
  const playing = usePlayingTrack()
  const { anchor } = state.balance
  return (
    <RadioGroup
      aria-label={t('balance.anchor.name')}
      orientation="horizontal"
      className={cx(styles['anchor'])}
      value={anchor.kind}
      onChange={kind => {
        if (kind === 'vibe') settle({ anchor: { kind: 'vibe' } })
        else if (playing) settle({ anchor: { kind: 'seed', trackId: playing.id } })
      }}
    >
      {(['vibe', 'seed'] as const).map(kind => (
        <About key={kind} topic={kind} onTopic={onTopic}>
          <Radio
            value={kind}
            aria-label={t(`balance.anchor.${kind}`)}
            isDisabled={kind === 'seed' && !playing && !state.seed}
            className={cx(styles['choice'])}
          >
            {t(`balance.anchor.${kind}`)}
          </Radio>
        </About>
      ))}
    </RadioGroup>
  )
}

export function BalanceSliders() {
  const state = useBalance(shown => shown.state)
  const held = useBalance(shown => shown.held)
  return state && <Sliders state={state} balance={held ?? state.balance} />
}

const amounts = ['discovery', 'exposure', 'boost'] as const

function Sliders({ state, balance }: { readonly state: BalanceState; readonly balance: Balance }) {
  const { t } = useTranslation()
  const [topic, setTopic] = useState<Topic | null>(null)
  const hint = useHints(state, balance)
  const { suggested } = state
  return (
    <>
      <About topic="adventure" onTopic={setTopic}>
        <AdventureSlider value={balance.adventure} suggested={suggested?.adventure} hint={hint} onTopic={setTopic} />
      </About>
      <div className={styles['amounts']}>
        {amounts.map(of => (
          <About key={of} topic={of} onTopic={setTopic} className={styles['row']}>
            <AmountSlider of={of} value={balance[of]} hint={hint(of)} />
          </About>
        ))}
      </div>
      <div className={styles['foot']}>
        <AnchorChoice state={state} onTopic={setTopic} />
        <IconButton label={t('balance.undo')} size="small" isDisabled={!state.canUndo} onPress={undoBalance}>
          <Undo2 size={14} />
        </IconButton>
      </div>
      <p className={styles['hint']}>
        {topic ? hint(topic) : balance.anchor.kind === 'seed' ? hint('seed') : goesByWords(t, state)}
      </p>
    </>
  )
}
