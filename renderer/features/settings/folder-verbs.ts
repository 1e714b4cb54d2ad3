// What can be done with music folders.
import type { RootId } from '../../../preload/contract/ids.ts'
import type { Root } from '../../../preload/contract/library.ts'
import { attempt } from '../../base/actions.ts'
import { type Asked, useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { i18n } from '../../base/i18n/index.ts'
import { toast } from '../../ui/toast.tsx'

const changes = ['library.changed', 'app.changed'] as const
const load = (): Promise<readonly Root[]> => ask('library.roots')

export function useRoots(): Asked<readonly Root[]> {
  return useAsked('roots', load, changes)
}

export function addFolder(): void {
  attempt(async () => {
    const root = await ask('library.pickRoot')
    if (root) toast({ text: i18n.t('settings.folders.added', { name: root.name }) })
  })
}

export function removeFolder({ id, name }: Pick<Root, 'id' | 'name'>): void {
  attempt(async () => {
    await ask('library.removeRoot', { id })
    toast({ text: i18n.t('settings.folders.removed', { name }) })
  })
}

export const rescan = (id?: RootId): void => attempt(() => ask('library.rescan', id === undefined ? {} : { id }))

export const cancelScan = (): void => attempt(() => ask('library.cancelScan'))

export function acceptAbsence(id: RootId): void {
  attempt(async () => {
    await ask('library.acceptAbsence', { id })
    toast({ text: i18n.t('settings.folders.accepted') })
  })
}
