// The verbs of the interface: each asks the core, says in a toast what was done, and offers to undo it.
import type { QueueItemId, TrackId } from '../../preload/contract/ids.ts'
import type { TrackRow } from '../../preload/contract/library.ts'
import type { Origin, WishKind, WishTarget } from '../../preload/contract/listening.ts'
import type { QueueItem, QueueSource, Repeat } from '../../preload/contract/queue.ts'
import type { Settings } from '../../preload/contract/settings.ts'
import { player, usePlayer } from '../player/store.ts'
import { toast } from '../ui/toast.tsx'
import { ask } from './client.ts'
import { errorWords } from './error-words.ts'
import { i18n } from './i18n/index.ts'
import { trackIdsOf, tracks } from './library-rows.ts'
import { useCounts, useSettings } from './stores.ts'

/** Runs a verb of the interface; what goes wrong is said in words, with what to do, and what was shown ahead is taken back. */
export function attempt(run: () => Promise<void>, takeBack?: () => void): void {
  run().catch((error: unknown) => {
    takeBack?.()
    toast({ text: i18n.t('error.title'), detail: errorWords(error), tone: 'warn' })
  })
}

function undoable(text: string, undo: () => Promise<void>, undone?: string): void {
  toast({
    text,
    action: {
      label: i18n.t('app.undo'),
      run: () =>
        attempt(async () => {
          await undo()
          if (undone) toast({ text: undone })
        }),
    },
  })
}

export function changeSettings(change: Partial<Settings>): void {
  const before = useSettings.getState()
  useSettings.setState(change)
  attempt(async () => {
    try {
      await ask('settings.set', change)
    } catch (error) {
      useSettings.setState(before, true)
      throw error
    }
  })
}

// Playing -------------------------------------------------------------------------------------------------------------

export function playFrom(ids: Int32Array, startAt: number, origin: Origin, source: QueueSource): void {
  if (ids.length > 0) player.playNow(ids, startAt, origin, source)
}

export function shuffleAll(ids: Int32Array, source: QueueSource): void {
  if (ids.length === 0) return
  // The queue draws the order; the first record is drawn here, so that it is not always the same one.
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  player.playNow(ids, random % ids.length, 'shuffle', source, { shuffle: true })
}

/** Dwell goes on from `from`; null: from what plays, or from what it chooses. */
export function letDwellPlay(from: TrackId | null = null): void {
  // There would be nothing to go on with: what may play now is left alone.
  if (useCounts.getState().counts?.tracks === 0) {
    toast({ text: i18n.t('error.nothing-to-queue'), tone: 'warn' })
    return
  }
  if (from !== null || usePlayer.getState().item === null) {
    player.startAutoplay(from)
    return
  }
  attempt(async () => {
    await ask('queue.companion', { from: null })
    player.play()
    undoable(i18n.t('balance.started'), undoQueue)
  })
}

// Up next -------------------------------------------------------------------------------------------------------------

const undoQueue = (): Promise<void> => ask('queue.undo')

export function addToQueue(ids: Int32Array<ArrayBuffer>, where: 'next' | 'end'): void {
  attempt(async () => {
    await ask('queue.add', { ids, where })
    const [only] = ids.length === 1 ? trackIdsOf(ids) : []
    const title = only === undefined ? undefined : tracks.get(only)?.title
    const isNext = where === 'next'
    const words =
      title === undefined
        ? i18n.t(isNext ? 'queue.addedNext' : 'queue.added', { count: ids.length })
        : i18n.t(isNext ? 'queue.addedNextNamed' : 'queue.addedNamed', { title })
    undoable(words, undoQueue)
  })
}

export function removeFromQueue({ id, track }: Pick<QueueItem, 'id' | 'track'>): void {
  attempt(async () => {
    await ask('queue.remove', { ids: [id] })
    undoable(i18n.t('queue.removedNamed', { title: track.title }), undoQueue)
  })
}

export function pinInQueue({ id, track }: Pick<QueueItem, 'id' | 'track'>): void {
  attempt(async () => {
    await ask('queue.pin', { id })
    undoable(i18n.t('balance.pinned', { title: track.title }), undoQueue)
  })
}

export function clearQueue(): void {
  attempt(async () => {
    await ask('queue.clear')
    undoable(i18n.t('queue.cleared'), undoQueue)
  })
}

export function undoLastQueueChange(): void {
  attempt(async () => {
    await undoQueue()
    toast({ text: i18n.t('queue.undone') })
  })
}

export const moveInQueue = (id: QueueItemId, toIndex: number): void => attempt(() => ask('queue.move', { id, toIndex }))
export const setShuffle = (on: boolean): void => attempt(() => ask('queue.setShuffle', { on }))
export const setRepeat = (repeat: Repeat): void => attempt(() => ask('queue.setRepeat', { repeat }))

// Wishes --------------------------------------------------------------------------------------------------------------

/** Says how many, or which one. */
function wishWords(kind: WishKind | 'unlike', labels: readonly string[]): string {
  const [title = ''] = labels
  if (labels.length === 1) return i18n.t(`wish.done.${kind}`, { title })
  return i18n.t(`wish.many.${kind}`, { count: labels.length })
}

export function wish(kind: WishKind, targets: readonly WishTarget[], takeBack?: () => void): void {
  attempt(async () => {
    const made = await Promise.all(targets.map(target => ask('listening.wish', { kind, target })))
    undoable(
      wishWords(
        kind,
        made.map(({ label }) => label),
      ),
      async () => {
        await Promise.all(made.map(({ id }) => ask('listening.undoWish', { id })))
      },
      i18n.t('wish.undone'),
    )
  }, takeBack)
}

export const wishForTracks = (kind: WishKind, ids: readonly TrackId[], takeBack?: () => void): void =>
  wish(
    kind,
    ids.map(id => ({ of: 'track', id })),
    takeBack,
  )

function unlike(rows: readonly Pick<TrackRow, 'id' | 'title'>[], takeBack: () => void): void {
  attempt(async () => {
    const likes = await Promise.all(
      rows.map(async ({ id }) => {
        const wishes = await ask('listening.wishes', { target: { of: 'track', id } })
        return wishes.filter(({ kind }) => kind === 'like')
      }),
    )
    await Promise.all(likes.flat().map(({ id }) => ask('listening.undoWish', { id })))
    undoable(
      wishWords(
        'unlike',
        rows.map(({ title }) => title),
      ),
      async () => {
        await Promise.all(rows.map(({ id }) => ask('listening.wish', { kind: 'like', target: { of: 'track', id } })))
      },
    )
  }, takeBack)
}

/** Likes them, or when all are liked already, no longer. The hearts answer at once, before the core does; what it refuses is taken back. */
export function toggleLike(rows: readonly TrackRow[]): void {
  if (rows.length === 0) return
  const fresh = rows.map(row => tracks.get(row.id) ?? row)
  const liked = fresh.every(row => row.liked)
  tracks.put(fresh.map(row => ({ ...row, liked: !liked })))
  const takeBack = (): void => tracks.put(fresh.map(row => ({ ...(tracks.get(row.id) ?? row), liked: row.liked })))
  if (liked) unlike(fresh, takeBack)
  else
    wishForTracks(
      'like',
      fresh.filter(row => !row.liked).map(({ id }) => id),
      takeBack,
    )
}
