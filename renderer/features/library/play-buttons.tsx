// The two buttons at the head of a list of tracks: play it from its first, or shuffled.
import { Play, Shuffle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Origin } from '../../../preload/contract/listening.ts'
import type { QueueSource } from '../../../preload/contract/queue.ts'
import { playFrom, shuffleAll } from '../../base/actions.ts'
import { Button } from '../../ui/button.tsx'

interface Props {
  readonly ids: Int32Array
  readonly origin: Origin
  readonly source: QueueSource
}

export function PlayButtons({ ids, origin, source }: Props) {
  const { t } = useTranslation()
  const isDisabled = ids.length === 0
  return (
    <>
      <Button tone="accent" size="large" isDisabled={isDisabled} onPress={() => playFrom(ids, 0, origin, source)}>
        <Play size={16} fill="currentColor" strokeWidth={0} aria-hidden="true" />
        {t('library.play')}
      </Button>
      <Button tone="line" size="large" isDisabled={isDisabled} onPress={() => shuffleAll(ids, source)}>
        <Shuffle size={15} aria-hidden="true" />
        {t('library.shuffle')}
      </Button>
    </>
  )
}
