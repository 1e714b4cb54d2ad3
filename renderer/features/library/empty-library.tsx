// A library without tracks: what to do, or that it is being done.
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/page.tsx'
import { addFolder } from '../settings/folder-verbs.ts'

export function EmptyLibrary({ isScanning }: { readonly isScanning: boolean }) {
  const { t } = useTranslation()
  if (isScanning) return <Empty title={t('library.empty.scanning')} body={t('library.empty.scanningBody')} />
  return (
    <Empty title={t('library.empty.title')} body={t('library.empty.body')}>
      <Button tone="solid" size="large" onPress={addFolder}>
        {t('library.empty.action')}
      </Button>
    </Empty>
  )
}
