// The core put together: the profile, the services over it, and what each must hear of the others.
import type { CoreCallName, Handlers } from '../../preload/contract/contract.ts'
import { createApp } from './app.ts'
import { createDemo } from './demo/index.ts'
import { createEvents } from './events.ts'
import { createHistory, type HistoryService } from './history/index.ts'
import { type Machine, unknownMachine } from './host/machine.ts'
import { noSidecars, type Sidecars } from './host/sidecars.ts'
import { createInsights } from './insights/index.ts'
import { createLearning } from './learning/index.ts'
import { createTrainingWorker } from './learning/training-worker/index.ts'
import { createArtwork } from './library/artwork/artwork.ts'
import { createLibrary, type Library } from './library/index.ts'
import { childPath, folderPath } from './library/scan/paths.ts'
import { createTagPool } from './library/tags/pool.ts'
import { createListening } from './listening/index.ts'
import type { Log } from './log.ts'
import { createPlaylists, type Playlists } from './playlists/index.ts'
import { createQueue, type Queue } from './queue/index.ts'
import type { CoreContext, Emit } from './service.ts'
import { createSettings } from './settings/index.ts'
import { createSound } from './sound/index.ts'
import { guarded } from './store/guard.ts'
import { openProfile } from './store/profile.ts'
import { artSources } from './store/tables/art-sources.ts'
import { rows } from './store/tables/rows.ts'

export interface CoreOptions {
  /** Absolute folder of the profile; made when it is not there. */
  readonly profileDir: string
  /** Absolute folder for what can be made again. */
  readonly cacheDir: string
  readonly workers: CoreContext['workers']
  /** Sidecars beside the core: audio analysis and training workers. None where not said. */
  readonly sidecars?: Sidecars
  readonly machine?: Machine
  /** Fill an empty profile with the demonstration. */
  readonly demo?: boolean
  readonly now?: () => number
  /** Draws of the queue, [0, 1). */
  readonly random?: () => number
  readonly log: Log
  readonly emit: Emit
  /** The database was found damaged in use: end this core and open another, which restores it. */
  readonly onDamage?: () => void
  /**
   * `read` takes no lock and writes nothing: for the command line beside a running Dwell. `alone` does nothing that it is not asked to:
   * no scan at the start, no watching.
   */
  readonly access?: 'write' | 'read' | 'alone'
}

export interface Core {
  readonly handlers: Handlers<CoreCallName>
  /** What the command line asks beside the contract. */
  readonly library: Pick<Library, 'scanFolder' | 'pathsOf'>
  readonly queue: Pick<Queue, 'ahead'>
  readonly history: Pick<HistoryService, 'skipped'>
  readonly playlists: Pick<Playlists, 'take'>
  close(): Promise<void>
}

/** Throws DwellError 'profile-in-use' or 'database-from-the-future'; everything else is put right or told as a notice. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const {
    profileDir,
    cacheDir,
    workers,
    sidecars = noSidecars,
    machine = unknownMachine,
    demo = false,
    now = Date.now,
    random = Math.random,
    log,
    access = 'write',
  } = options
  const profile = openProfile({
    profileDir,
    now,
    log,
    access: access === 'read' ? 'read' : 'write',
    keeperWorker: workers.keeper,
    ...(options.onDamage && { onDamage: options.onDamage }),
  })
  const { store } = profile
  const { emit, connect } = createEvents(options.emit)
  const context: CoreContext = { store, now, log, emit, profileDir, cacheDir, workers }

  const settings = createSettings(context)
  const tags = createTagPool({ entry: workers.tags })
  const sourcesOf = artSources(store.db)
  const artwork = createArtwork({
    cacheDir,
    entry: workers.art,
    placesOf: hash =>
      sourcesOf(hash).map(({ kind, root, folder, rawFolder, name, rawName }) => ({
        kind,
        path: childPath(folderPath(root, folder, rawFolder), name, rawName),
      })),
  })
  const appService = createApp(context, demo)
  const library = createLibrary(context, { tags, artwork })
  const listening = createListening(context, ids => library.touched(ids, 'stats'))
  const { tracks } = rows(store.db)
  const keepSettings = settings.handlers['settings.set']
  const trainer = createTrainingWorker({
    sidecars,
    context,
    settings: settings.current,
    keepChoice: backend => void keepSettings({ backend }),
  })
  const learning = createLearning(context, {
    trainer,
    machine,
    settings: settings.current,
    keepMode: mode => void keepSettings({ learning: mode }),
    whatIf: () => queue.whatIf(),
  })
  const sound = createSound(context, { sidecars, machine, settings: settings.current, onReunited: library.reunited })
  const { champions } = learning
  const queue = createQueue(context, {
    rows: tracks,
    mayQueue: listening.mayQueue,
    random,
    champions,
    settings: settings.current,
  })
  const history = createHistory(context, {
    onTracks: ids => library.touched(ids, 'stats'),
    recount: listening.recount,
    recountRest: listening.recountRest,
  })
  const insights = createInsights(context, { champions, forgetBelief: history.forgetBelief })
  const playlists = createPlaylists(context)
  const handlers: Handlers<CoreCallName> = guarded(
    {
      ...appService.handlers,
      ...settings.handlers,
      ...library.handlers,
      ...listening.handlers,
      ...queue.handlers,
      ...playlists.handlers,
      ...sound.handlers,
      ...learning.handlers,
      ...insights.handlers,
      ...history.handlers,
    },
    store.health,
  )
  const demonstration = demo ? createDemo(context, handlers) : null
  let watching = settings.current().watchFolders
  connect({
    demonstration,
    history,
    insights,
    learning,
    library,
    queue,
    sound,
    followWatching({ watchFolders }) {
      if (watchFolders !== watching) void library.setWatching(watchFolders)
      watching = watchFolders
    },
  })

  if (access === 'write') {
    insights.start()
    library.start({ watch: watching })
    sound.start()
    learning.start()
    demonstration
      ?.start()
      .catch((error: unknown) => log.error('the demonstration could not be made', { error: String(error) }))
  }

  return {
    handlers,
    library,
    queue,
    history,
    playlists,
    async close() {
      await demonstration?.close()
      await library.close()
      await tags.close()
      await artwork.close()
      await Promise.all([sound.close(), learning.close(), insights.close(), history.close()])
      await queue.close()
      listening.close()
      appService.close()
      await profile.close()
    },
  }
}
