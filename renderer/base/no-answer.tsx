// What stands on a page in place of an answer that is not here: why there is none, or that it is on its way.
import type { Asked } from './asked.ts'
import { Failed } from './failed.tsx'
import { Loading } from './loading.tsx'

interface Props {
  readonly asked: Asked<unknown>
  /** It stands for the whole page. */
  readonly isPage?: boolean
}

export function NoAnswer({ asked, isPage = false }: Props) {
  if (asked.state === 'failed') return <Failed error={asked.error} again={asked.again} isPage={isPage} />
  return <Loading isPage={isPage} />
}
