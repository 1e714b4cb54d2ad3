// What stands on a page in place of an answer that is not here: why there is none, or that it is on its way.
import type { Asked } from './asked.ts'
import { Failed } from './failed.tsx'
import { Loading } from './loading.tsx'

export function NoAnswer({ asked }: { readonly asked: Asked<unknown> }) {
  return asked.state === 'failed' ? <Failed error={asked.error} again={asked.again} /> : <Loading />
}
