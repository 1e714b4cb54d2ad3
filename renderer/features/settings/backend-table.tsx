// What computes: every backend with its measured speed or why it is not there, the one in use, and the listener's own choice.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BackendName, BackendRow } from '../../../preload/contract/learning.ts'
import { attempt } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { useSettings } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import learning from './learning-section.module.css'
import { Line } from './line.tsx'
import styles from './settings-page.module.css'

const changes = ['learning.changed', 'settings.changed'] as const
const loadBackends = () => ask('learning.backends')

export function BackendTable() {
  const { t } = useTranslation()
  const asked = useAsked('backends', loadBackends, changes)
  const chosen = useSettings(settings => settings.backend)
  const [isMeasuring, setMeasuring] = useState(false)
  const rows = asked.data ?? []
  const choose = (name: BackendName | null) =>
    attempt(async () => {
      await ask('learning.chooseBackend', { name })
      asked.again()
    })
  const measure = () => {
    setMeasuring(true)
    attempt(async () => {
      try {
        await ask('learning.measure')
      } finally {
        setMeasuring(false)
      }
      asked.again()
    })
  }
  // What is not there cannot be chosen; what was chosen stays to be seen.
  const choices = rows.filter(({ name, msPerStep }) => msPerStep !== null || name === chosen).map(({ name }) => name)
  return (
    <>
      <Line name={t('learning.backends.title')} hint={t('learning.backends.hint')}>
        <Select
          label={t('learning.backends.title')}
          choices={(['auto', ...choices] as const).map(id => ({ id, label: t(`learning.backend.${id}`) }))}
          value={chosen}
          onChange={id => choose(id === 'auto' ? null : id)}
        />
      </Line>
      {rows.length > 0 && (
        <table className={learning['table']} aria-label={t('learning.backends.table')}>
          <thead>
            <tr>
              <th scope="col">{t('learning.backends.name')}</th>
              <th scope="col" className={learning['number']}>
                {t('learning.backends.ms')}
              </th>
              <th scope="col">{t('learning.backends.detail')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <Row key={row.name} row={row} />
            ))}
          </tbody>
        </table>
      )}
      <div className={learning['under']}>
        <Button tone="line" isDisabled={isMeasuring} onPress={measure}>
          {t(isMeasuring ? 'learning.backends.measuring' : 'learning.backends.measure')}
        </Button>
        <span className={styles['hint']} role="status">
          {isMeasuring && t('learning.backends.measuringHint')}
        </span>
      </div>
    </>
  )
}

function Row({ row }: { readonly row: BackendRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name, host, msPerStep, detail, inUse } = row
  const isUnknown = msPerStep === null && detail === ''
  return (
    <tr {...(inUse && { 'data-used': '' })} {...(msPerStep === null && { 'data-absent': '' })}>
      <th scope="row">
        {t(`learning.backend.${name}`)}
        <span className={learning['where']}>{t(`learning.host.${host}`)}</span>
        {inUse && <span className={learning['used']}>{t('learning.backends.inUse')}</span>}
      </th>
      <td className={learning['number']}>
        {msPerStep === null ? '–' : msPerStep < 10 ? format.decimal(msPerStep) : format.number(msPerStep)}
      </td>
      <td className={learning['detail']}>{isUnknown ? t('learning.backends.unknown') : detail}</td>
    </tr>
  )
}
