// The boost dialog: what, and for how long.
import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { dayWords, targetWords } from '../../base/boost-words.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import styles from './boost-dialog.module.css'
import { type EndChoice, endChoices, endOf } from './ends.ts'
import { type BoostChoice, closeBoost, useBoostChoices } from './open.ts'
import { addBoost } from './verbs.ts'

interface LinesProps {
  readonly label: string
  readonly lines: readonly { readonly id: string; readonly words: string }[]
  readonly value: string
  readonly onChange: (value: string) => void
}

function Lines({ label, lines, value, onChange }: LinesProps) {
  return (
    <RadioGroup className={cx(styles['group'])} value={value} onChange={onChange}>
      <Label className={styles['label']}>{label}</Label>
      {lines.map(({ id, words }) => (
        <Radio key={id} value={id} className={cx(styles['line'])}>
          <span className={styles['dot']} aria-hidden="true" />
          {words}
        </Radio>
      ))}
    </RadioGroup>
  )
}

function Choosing({ choices }: { readonly choices: readonly BoostChoice[] }) {
  const { t } = useTranslation()
  const [what, setWhat] = useState(0)
  const [end, setEnd] = useState<EndChoice>('friday')
  const [now] = useState(Date.now)
  const [first] = choices
  const endWords: Record<EndChoice, string> = {
    friday: t('balance.boosts.untilDay', { day: dayWords(endOf('friday', now) ?? now, now) }),
    week: t('balance.boosts.aWeek', { day: dayWords(endOf('week', now) ?? now, now) }),
    month: t('balance.boosts.aMonth', { day: dayWords(endOf('month', now) ?? now, now) }),
    open: t('balance.boosts.open'),
  }
  return (
    <>
      <p className={styles['intro']}>{t('balance.boosts.intro')}</p>
      {choices.length > 1 ? (
        <Lines
          label={t('balance.boosts.what')}
          lines={choices.map(({ target, label }, index) => ({
            id: String(index),
            words: targetWords(t, target, label),
          }))}
          value={String(what)}
          onChange={value => setWhat(Number(value))}
        />
      ) : (
        first && <p className={styles['only']}>{targetWords(t, first.target, first.label)}</p>
      )}
      <Lines
        label={t('balance.boosts.until')}
        lines={endChoices.map(id => ({ id, words: endWords[id] }))}
        value={end}
        onChange={value => setEnd(endChoices.find(id => id === value) ?? 'friday')}
      />
      <DialogActions>
        <Button onPress={closeBoost}>{t('app.cancel')}</Button>
        <Button
          tone="solid"
          onPress={() => {
            const chosen = choices[what]
            closeBoost()
            if (chosen) addBoost(chosen.target, endOf(end, Date.now()))
          }}
        >
          {t('balance.boosts.add')}
        </Button>
      </DialogActions>
    </>
  )
}

export function BoostDialog() {
  const { t } = useTranslation()
  const { choices } = useBoostChoices()
  return (
    <Dialog title={t('balance.boosts.title')} isOpen={choices.length > 0} onClose={closeBoost}>
      <Choosing choices={choices} />
    </Dialog>
  )
}
