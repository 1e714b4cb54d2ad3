// The models that are kept, the last three of each kind: which is in use, why the others are not, and the way back to one.
import { useTranslation } from 'react-i18next'
import { type KeptModel, modelKind } from '../../../preload/contract/learning.ts'
import { attempt } from '../../base/actions.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { Button } from '../../ui/button.tsx'
import { modelWords } from '../insights/report-words.ts'
import learning from './learning-section.module.css'
import styles from './settings-page.module.css'

const changes = ['learning.modelsChanged'] as const
const loadModels = () => ask('learning.models')

export function KeptModels() {
  const { t } = useTranslation()
  const asked = useAsked('kept models', loadModels, changes)
  const models = asked.data ?? []
  const use = ({ id }: KeptModel) =>
    attempt(async () => {
      await ask('learning.useModel', { id })
      asked.again()
    })
  return (
    <div className={learning['models']}>
      <h3 className={learning['subheading']}>{t('learning.models.title')}</h3>
      <p className={styles['hint']}>{t(models.length === 0 ? 'learning.models.none' : 'learning.models.hint')}</p>
      {modelKind.options
        .map(kind => [kind, models.filter(model => model.kind === kind)] as const)
        .filter(([, ofKind]) => ofKind.length > 0)
        .map(([kind, ofKind]) => (
          <section key={kind} className={learning['kind']} aria-label={t(`insights.report.kind.${kind}`)}>
            <h4 className={learning['kindName']}>{t(`insights.report.kind.${kind}`)}</h4>
            <ul>
              {ofKind.map(model => (
                <Model key={model.id} model={model} use={() => use(model)} />
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}

function Model({ model, use }: { readonly model: KeptModel; readonly use: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const name = modelWords(t, model.name)
  const when = format.moment(model.trainedAt)
  return (
    <li className={learning['model']} {...(model.inUse && { 'data-used': '' })}>
      <div>
        <span className={learning['modelName']}>{name}</span>
        <span className={learning['why']}>{t(`learning.models.why.${model.why}`)}</span>
        <span className={styles['hint']}>
          {t('learning.models.facts', {
            when,
            count: model.plays,
            time: format.time(model.ms),
            backend: t(`learning.backend.${model.backend}`),
          })}
        </span>
      </div>
      {!model.inUse && (
        <Button label={t('learning.models.useNamed', { name, when })} onPress={use}>
          {t('learning.models.use')}
        </Button>
      )}
    </li>
  )
}
