// The keeper: decides when the database is to be checked and backed up, and has it done by a worker.
import { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'
import { listBackups } from './backup.ts'
import type { KeeperAnswer, KeeperJob } from './keeper-worker.ts'
import type { Store } from './open.ts'
import { upkeepTable } from './upkeep.ts'

export interface Keeper {
  /** Looks now and then, beginning soon after the start. */
  start(): void
  /** Does now what is due. */
  look(): Promise<void>
  /** A last backup on the way out, when there are events that no backup holds and there was time for it before. Stops all else. */
  lastLook(limitMs: number): Promise<void>
}

export interface KeeperOptions {
  readonly store: Store
  readonly profileDir: string
  readonly now: () => number
  readonly log: Log
  /** The built worker; the one beside this source when left out. */
  readonly worker?: URL
  /** The last Dwell did not close this database. */
  readonly unclean: boolean
}

const DAY_MS = 86_400_000
const FIRST_LOOK_MS = 20_000
const FIRST_LOOK_UNCLEAN_MS = 2000
const LOOK_EVERY_MS = 3_600_000

export interface Due {
  readonly check: boolean
  readonly backup: boolean
}

/** What is due: a check once a day and after an unclean end, a backup once a day and (when asked for plays) for every new event. */
export function whatIsDue(facts: {
  readonly now: number
  readonly unclean: boolean
  readonly checkedAt: number | null
  readonly backedUpAt: number | null
  readonly newEvents: boolean
  readonly empty: boolean
  readonly plays: boolean
}): Due {
  // A clock set back must not put a check off for years.
  const old = (at: number | null) => at === null || Math.abs(facts.now - at) >= DAY_MS
  return {
    check: facts.unclean || (!facts.plays && old(facts.checkedAt)),
    backup: !facts.empty && (old(facts.backedUpAt) || (facts.plays && facts.newEvents)),
  }
}

export function createKeeper(options: KeeperOptions): Keeper {
  const { store, profileDir, now, log } = options
  const upkeep = upkeepTable(store.db)
  const lastEvent = store.db.prepare<[], number | null>('SELECT max(id) FROM events').pluck()
  const anyTrack = store.db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM tracks)').pluck()
  const timers = new Set<NodeJS.Timeout>()
  let unclean = options.unclean
  let running: Promise<void> | null = null

  async function look(plays = false): Promise<void> {
    if (running !== null) return running
    if (!store.db.open) return
    const event = lastEvent.get() ?? 0
    const due = whatIsDue({
      now: now(),
      unclean,
      checkedAt: upkeep.get('checked')?.at ?? null,
      backedUpAt: listBackups(profileDir).find(backup => backup.beforeSchema === null)?.at ?? null,
      newEvents: event > (upkeep.get('backedUp')?.event ?? 0),
      empty: event === 0 && anyTrack.get() === 0,
      plays,
    })
    if (!due.check && !due.backup) return
    const worker = new Worker(
      options.worker ??
        new URL(import.meta.url.endsWith('.ts') ? './keeper-worker.ts' : './keeper-worker.js', import.meta.url),
      { workerData: { databaseFile: store.file, profileDir, now: now(), ...due } satisfies KeeperJob },
    )
    worker.unref()
    const begun = now()
    running = answerOf(worker).then(
      answer => heed(answer, due, event, now() - begun),
      (thrown: unknown) => log.error('the keeper of the database failed', { error: String(thrown) }),
    )
    await running
    running = null
  }

  function heed(answer: KeeperAnswer, due: Due, event: number, tookMs: number): void {
    if (!store.db.open) return
    const damage = answer.ok ? answer.damage : answer.code.startsWith('SQLITE_CORRUPT') ? answer.message : null
    if (damage !== null) {
      log.error('the database is damaged', { damage })
      store.health.explain(Object.assign(new Error(damage), { code: 'SQLITE_CORRUPT' }))
      return
    }
    if (!answer.ok) {
      log.warn('the database could not be backed up', { error: answer.message })
      return
    }
    unclean = false
    store.health.attempt(() => {
      if (due.check) upkeep.set('checked', { at: now() })
      if (answer.backedUp) upkeep.set('backedUp', { at: now(), event, tookMs })
    })
  }

  return {
    look: () => look(),
    start() {
      const lookAround = () => {
        look().catch((thrown: unknown) => log.error('the keeper could not look', { error: String(thrown) }))
      }
      const first = setTimeout(lookAround, unclean ? FIRST_LOOK_UNCLEAN_MS : FIRST_LOOK_MS)
      const later = setInterval(lookAround, LOOK_EVERY_MS)
      for (const timer of [first, later]) {
        timer.unref()
        timers.add(timer)
      }
    },
    async lastLook(limitMs) {
      for (const timer of timers) clearTimeout(timer)
      // A large database takes longer than anybody waits for a window to close: its backups are those of the day.
      if ((upkeep.get('backedUp')?.tookMs ?? 0) > limitMs) return
      // What is not done in time is left: a backup gets its name only when it is whole.
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>(resolve => {
        timer = setTimeout(resolve, limitMs)
      })
      await Promise.race([look(true), late])
      clearTimeout(timer)
    },
  }
}

function answerOf(worker: Worker): Promise<KeeperAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the keeper's worker ended with ${code}`)))
  })
}
