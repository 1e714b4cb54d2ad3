// A history brought along and taken out again: import, export, forgetting.

import { basename } from 'node:path'
import type { Handlers } from '../../../preload/contract/contract.ts'
import type { history } from '../../../preload/contract/history.ts'
import type { CoreContext } from '../service.ts'
import { importTables } from '../store/tables/imports.ts'
import type { Touched } from '../store/tables/plays.ts'
import { upkeepTable } from '../store/upkeep.ts'
import { turn } from '../turn.ts'
import { createForgetting, type Forgetting } from './forgetting.ts'
import { createImporter, type Importer } from './importer.ts'
import { callWorker } from './worker-call.ts'

export interface HistoryService {
  readonly handlers: Handlers<Exclude<keyof typeof history, 'history.pick' | 'history.export'>>
  /** For the command line: what a preview leaves out, row by row. */
  readonly skipped: Importer['skipped']
  /** For insights: what a line rests on is no longer learned from; undone by `forgetting.undo`. */
  readonly forgetBelief: Forgetting['forgetBelief']
  /** A scan has ended: ghosts that are owned now are linked. */
  scanned(): void
  /** Resolves when what a killed core left is put right. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

export interface HistoryParts {
  /** Rows of these tracks say something else now. */
  readonly onTracks: (ids: Int32Array) => void
  /** See listening: counts of tracks and sessions. */
  readonly recount: (touched: Touched | null) => void
  readonly recountRest: () => Promise<void>
}

/** Links written in one transaction. */
const SLICE = 300

export function createHistory(context: CoreContext, parts: HistoryParts): HistoryService {
  const { store, now, log, emit, workers } = context
  const importer = createImporter(context)
  const forgetting = createForgetting(context, parts)
  const imports = importTables(store.db)
  const upkeep = upkeepTable(store.db)
  let linking: Promise<void> | null = null
  let linkAgain = false
  let closed = false

  async function begin(): Promise<void> {
    if (store.readOnly) return
    try {
      await importer.tidy()
      await forgetting.resume()
    } catch (thrown) {
      log.error('what the last run left undone is still so', { error: String(store.health.explain(thrown)) })
    }
  }
  const ready = begin()

  async function link(): Promise<void> {
    const after = upkeep.get('ghostsLinked')?.track ?? 0
    if (imports.lastTrack() <= after || !imports.anyGhost()) return
    const call = callWorker(workers.history, { job: 'link', databaseFile: store.file, now: now(), after }, () => {})
    const { links } = await call.next('links')
    await call.end()
    if (closed) return
    const writes = [
      ...links.tracks.map(
        ([ghost, track]) =>
          () =>
            imports.linkGhost(ghost, track),
      ),
      ...links.artists.map(
        ([ghost, artist]) =>
          () =>
            imports.setGhostArtist(ghost, artist),
      ),
    ]
    for (let at = 0; at < writes.length; at += SLICE) {
      store.db
        .transaction(() => {
          for (const write of writes.slice(at, at + SLICE)) write()
        })
        .immediate()
      await turn()
      if (closed) return
    }
    upkeep.set('ghostsLinked', { track: links.upTo })
    if (writes.length === 0) return
    log.info('plays brought along belong to tracks that are owned now', { tracks: links.tracks.length })
    emit('history.changed', undefined)
  }

  function scanned(): void {
    if (store.readOnly || closed) return
    if (linking !== null) {
      linkAgain = true
      return
    }
    linking = link()
      .catch((thrown: unknown) =>
        log.warn('ghosts could not be linked', { error: String(store.health.explain(thrown)) }),
      )
      .finally(() => {
        linking = null
        if (linkAgain) scanned()
        linkAgain = false
      })
  }

  return {
    ready,
    skipped: importer.skipped,
    forgetBelief: forgetting.forgetBelief,
    scanned,
    handlers: {
      'history.preview': ({ path }) => importer.preview(path),
      'history.import': ({ previewId }) => importer.run(previewId),
      'history.cancel': () => importer.cancel(),
      'history.progress': importer.progress,
      'history.imports': importer.all,
      'history.undo': ({ id }) => importer.undo(id),
      'history.redo': ({ id }) => importer.redo(id),
      'history.exportTo': async ({ path, format }) => {
        const call = callWorker(
          workers.history,
          { job: 'export', databaseFile: store.file, now: now(), path, format },
          () => {},
        )
        const { plays } = await call.next('exported')
        await call.end()
        return { fileName: basename(path), plays }
      },
      'forgetting.preview': forgetting.preview,
      'forgetting.forget': forgetting.forget,
      'forgetting.all': forgetting.all,
      'forgetting.undo': ({ id }) => forgetting.undo(id),
      'forgetting.erase': forgetting.erase,
    },
    async close() {
      closed = true
      await Promise.all([importer.close(), forgetting.close(), ready])
      await linking
    },
  }
}
