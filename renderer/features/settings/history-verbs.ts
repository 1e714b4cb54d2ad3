// What can be done with a history from elsewhere and with what was heard: bring along, undo, export, forget.

import { DwellError } from '../../../preload/contract/errors.ts'
import type { ForgetWhat, ImportedHistory, ImportPreview, ImportProgress } from '../../../preload/contract/history.ts'
import type { TrackId } from '../../../preload/contract/ids.ts'
import { attempt } from '../../base/actions.ts'
import { type Asked, useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { i18n } from '../../base/i18n/index.ts'
import { toast } from '../../ui/toast.tsx'

const progressChanges = ['history.progressed'] as const
const changes = ['history.changed'] as const
const loadProgress = () => ask('history.progress')
const loadImports = () => ask('history.imports')
const loadForgotten = () => ask('forgetting.all')

export const useImportProgress = (): Asked<ImportProgress> =>
  useAsked('history.progress', loadProgress, progressChanges)
export const useImports = (): Asked<readonly ImportedHistory[]> => useAsked('history.imports', loadImports, changes)
export const useForgotten = () => useAsked('forgetting.all', loadForgotten, changes)

/** Cancelling is the listener's own doing: nothing went wrong. */
const unlessCancelled = (run: () => Promise<void>): void =>
  attempt(() =>
    run().catch((error: unknown) => {
      if (!(error instanceof DwellError && error.code === 'cancelled')) throw error
    }),
  )

export function pickHistory(show: (preview: ImportPreview) => void): void {
  unlessCancelled(async () => {
    const preview = await ask('history.pick')
    if (preview) show(preview)
  })
}

export function takeHistory({ previewId }: ImportPreview): void {
  unlessCancelled(async () => {
    const made = await ask('history.import', { previewId })
    toast({
      text: i18n.t('history.done', { count: made.plays }),
      action: { label: i18n.t('app.undo'), run: () => undoImport(made) },
    })
  })
}

export const cancelHistory = (): void => attempt(() => ask('history.cancel'))

export function undoImport({ id, fileName }: ImportedHistory): void {
  attempt(async () => {
    await ask('history.undo', { id })
    toast({ text: i18n.t('history.didUndo', { name: fileName }) })
  })
}

export function redoImport({ id, fileName }: ImportedHistory): void {
  attempt(async () => {
    await ask('history.redo', { id })
    toast({ text: i18n.t('history.didRedo', { name: fileName }) })
  })
}

export function exportHistory(format: 'csv' | 'json'): void {
  attempt(async () => {
    const written = await ask('history.export', { format })
    if (written) toast({ text: i18n.t('history.exported', { count: written.plays, name: written.fileName }) })
  })
}

export function remember(id: number): void {
  attempt(async () => {
    await ask('forgetting.undo', { id })
    toast({ text: i18n.t('forgetting.undone') })
  })
}

export function forget(what: ForgetWhat, words?: string): void {
  attempt(async () => {
    const { id, plays } = await ask('forgetting.forget', what)
    toast({
      text: words ?? i18n.t('forgetting.done', { count: plays }),
      action: { label: i18n.t('app.undo'), run: () => remember(id) },
    })
  })
}

export function forgetTrack(id: TrackId, title: string): void {
  attempt(async () => {
    const { plays } = await ask('forgetting.preview', { kind: 'track', id })
    if (plays === 0) toast({ text: i18n.t('forgetting.trackNothing', { title }) })
    else forget({ kind: 'track', id }, i18n.t('forgetting.trackDone', { title }))
  })
}

export function eraseForgotten(): void {
  attempt(async () => {
    const { plays } = await ask('forgetting.erase')
    toast({ text: i18n.t('forgetting.erased', { count: plays }) })
  })
}
