// One scan: walk, read and write at the same time, then believe what is missing. Nothing it has committed is ever half true.
import { DwellError } from '../../../../preload/contract/errors.ts'
import type { TagPool } from '../tags/tagged.ts'
import { believe } from './absence.ts'
import type { Arrival, Found, ReadFile, Verdict } from './arrival.ts'
import { createAsyncQueue } from './async-queue.ts'
import { readCovers } from './covers.ts'
import { soundOf } from './identity.ts'
import { type KnownRoot, loadKnown } from './known-files.ts'
import { compare, createListing, type FolderPictures, type Listing, pathOf } from './listing.ts'
import { createDecider, type Decider } from './match-recording.ts'
import type { RootOutcome, ScanCounts, ScanHearers, ScanOutcome } from './outcome.ts'
import { inside } from './paths.ts'
import { committing, createSlice, type InSlices, type Slice } from './slices.ts'
import { createMemory, describe } from './track-from-tags.ts'
import type { WalkStart } from './walk.ts'
import type { Walk } from './walker.ts'
import type { Writer } from './writer.ts'

export interface ScanTools {
  readonly writer: Writer
  readonly pool: TagPool
  readonly walk: Walk
  readonly pictures: FolderPictures | null
  /** ms since 1970. */
  readonly now: () => number
  /** Monotonic, ms. */
  readonly tick: () => number
}

export interface ScanScope {
  readonly rootId: number
  /** Folders to look at again; null for the whole root. */
  readonly starts: readonly WalkStart[] | null
}

const filesABatch = 64
const batchesInFlight = 4

/** Rejects with DwellError 'cancelled' when the signal fires; what was committed until then stays. */
export async function scan(
  tools: ScanTools,
  scopes: readonly ScanScope[],
  signal: AbortSignal,
  hearers: ScanHearers,
): Promise<ScanOutcome> {
  const run = new Run(tools, signal, hearers)
  return run.go(scopes)
}

class Run {
  readonly #tools: ScanTools
  readonly #hearers: ScanHearers
  readonly #slice: Slice
  readonly #inSlices: InSlices
  readonly #stop = new AbortController()
  readonly #toRead = createAsyncQueue<Found>()
  readonly #read = createAsyncQueue<ReadFile>()
  readonly #memory = createMemory()
  readonly #counts: ScanCounts = {
    found: 0,
    done: 0,
    failed: 0,
    toRead: 0,
    read: 0,
    current: null,
    rootId: null,
    state: 'walking',
  }
  readonly #listings: Listing[] = []
  #walkOver = false
  #saidLost = false
  #someAway = false
  /** Waits for the end of the walk; waits for the end of reading. */
  #held: Arrival[] = []
  readonly #last: Arrival[] = []

  constructor(tools: ScanTools, signal: AbortSignal, hearers: ScanHearers) {
    this.#tools = tools
    this.#hearers = hearers
    this.#slice = createSlice(tools.tick)
    this.#inSlices = committing(this.#slice, tools.tick, work => this.#commit(work))
    const stop = () => this.#stop.abort()
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { signal: this.#stop.signal })
  }

  async go(scopes: readonly ScanScope[]): Promise<ScanOutcome> {
    const { tables } = this.#tools.writer
    const roots: KnownRoot[] = []
    for (const scope of scopes) {
      const row = tables.roots.one(scope.rootId)
      if (row !== null) roots.push(await loadKnown(row, scope.starts, tables, this.#slice))
    }
    this.#someAway = tables.roots.someAway()
    const decider = createDecider({
      files: tables.files,
      tracks: tables.tracks,
      someKnown: roots.some(root => root.files.size > 0),
      someAway: () => this.#someAway,
    })
    const readers = Array.from({ length: batchesInFlight }, () => this.#readOn())
    const loops = [this.#walkOn(roots), Promise.all(readers).finally(() => this.#read.close()), this.#writeOn(decider)]
    try {
      await Promise.all(loops)
    } catch (error) {
      this.#stop.abort()
      this.#toRead.close()
      this.#read.close()
      await Promise.allSettled(loops)
      throw error
    }
    this.#mustGoOn()
    const outcomes = await this.#finish()
    this.#stop.abort()
    return { counts: this.#counts, roots: outcomes }
  }

  /** Lists every root and puts what wants reading into the queue. */
  async #walkOn(roots: readonly KnownRoot[]): Promise<void> {
    const others = this.#tools.writer.tables.roots.all()
    try {
      for (const root of roots) {
        const listing = createListing(root)
        this.#listings.push(listing)
        this.#counts.rootId = root.row.id
        const elsewhere = others.filter(other => other.id !== root.row.id).map(other => other.path)
        try {
          for await (const batch of this.#tools.walk(
            { root: root.row.path, starts: root.starts, elsewhere },
            this.#stop.signal,
          )) {
            for (const folder of batch) {
              const { toRead, unchanged, failing } = compare(listing, folder)
              this.#counts.found += toRead.length + unchanged
              this.#counts.done += unchanged
              this.#counts.failed += failing
              this.#counts.toRead += toRead.length
              this.#toRead.put(toRead)
              if (this.#slice.spent()) await this.#slice.breathe()
            }
            this.#hearers.onProgress(this.#counts)
          }
          listing.state = 'listed'
        } catch (error) {
          if (!(error instanceof DwellError) || (error.code !== 'root-missing' && error.code !== 'file-unreadable'))
            throw error
          listing.state = 'absent'
          this.#someAway = true
        }
      }
      this.#walkOver = true
      this.#counts.state = 'reading'
    } finally {
      this.#toRead.close()
    }
  }

  /** Takes what is in the queue to the tag readers, batch by batch. */
  async #readOn(): Promise<void> {
    for (;;) {
      const batch = await this.#toRead.take(filesABatch)
      if (batch.length === 0 || this.#stop.signal.aborted) return
      const readings = await this.#tools.pool.read(batch.map(found => ({ path: pathOf(found) })))
      this.#read.put(
        batch.flatMap((found, i) => {
          const reading = readings[i]
          return reading === undefined ? [] : [{ found, reading }]
        }),
      )
    }
  }

  async #writeOn(decider: Decider): Promise<void> {
    for (;;) {
      const batch = await this.#read.take(filesABatch * batchesInFlight)
      if (batch.length === 0) break
      await this.#inSlices(batch, file => this.#take(decider, file))
      this.#mustGoOn()
      if (this.#walkOver) await this.#letGo(decider)
    }
    this.#mustGoOn()
    await this.#letGo(decider)
    await this.#inSlices(decider.rest(this.#last), ([arrival, verdict]) => this.#write(decider, arrival, verdict))
  }

  #commit(work: () => void): void {
    const changed = this.#tools.writer.commit(work)
    if (changed.length > 0) this.#hearers.onCommit(changed)
    this.#hearers.onProgress(this.#counts)
  }

  #take(decider: Decider, { found, reading }: ReadFile): void {
    this.#counts.current = inside(found.folder, found.name)
    this.#counts.rootId = found.root.row.id
    if (!reading.ok) {
      this.#done()
      // It vanished after it was listed: missing, not broken.
      if (reading.code === 'file-missing') {
        if (found.known !== null) found.known.seen = false
        return
      }
      this.#counts.failed++
      this.#tools.writer.writeFailure(found, reading, this.#tools.now())
      return
    }
    const where = { rootId: found.root.row.id, folder: found.folder, name: found.name }
    const arrival: Arrival = {
      found,
      tagged: reading,
      described: describe(reading, where, this.#memory),
      sound: soundOf(reading.audioKey),
    }
    const verdict = decider.first(arrival)
    if (verdict === 'after-walk') this.#held.push(arrival)
    else if (verdict === 'at-the-end') this.#last.push(arrival)
    else this.#write(decider, arrival, verdict)
  }

  #write(decider: Decider, arrival: Arrival, verdict: Verdict): void {
    this.#tools.writer.write(arrival, verdict, this.#tools.now())
    this.#done()
    if (verdict.is !== 'moved') return
    decider.carriedOut(verdict.fileId)
    for (const { root } of this.#listings) {
      const known = root.files.get(verdict.fileId)
      if (known === undefined) continue
      known.seen = true
      known.left = root !== arrival.found.root
    }
  }

  #done(): void {
    this.#counts.done++
    this.#counts.read++
  }

  /** Once the walk is over it is known what is missing, and what waited for that can be decided. */
  async #letGo(decider: Decider): Promise<void> {
    const held = this.#held
    this.#held = []
    if (held.length === 0 && this.#last.length === 0) return
    if (!this.#saidLost) {
      this.#saidLost = true
      for (const listing of this.#listings) {
        if (listing.state !== 'listed') continue
        for (const known of listing.root.files.values()) {
          if (!known.seen) decider.lose(known)
          if (this.#slice.spent()) await this.#slice.breathe()
        }
      }
      decider.walked()
    }
    await this.#inSlices(held, arrival => {
      const verdict = decider.first(arrival)
      if (verdict === 'at-the-end' || verdict === 'after-walk') this.#last.push(arrival)
      else this.#write(decider, arrival, verdict)
    })
  }

  async #finish(): Promise<readonly RootOutcome[]> {
    this.#counts.state = 'finishing'
    this.#counts.current = null
    this.#hearers.onProgress(this.#counts)
    const outcomes: RootOutcome[] = []
    const inSlices = this.#inSlices
    for (const listing of this.#listings) {
      if (this.#tools.pictures !== null)
        await readCovers(listing, this.#tools.writer, this.#tools.pictures, inSlices, this.#stop.signal)
      this.#mustGoOn()
      outcomes.push(await believe(listing, this.#tools.writer, this.#tools.now, inSlices))
    }
    return outcomes
  }

  #mustGoOn(): void {
    if (this.#stop.signal.aborted) throw new DwellError('cancelled', 'The scan was cancelled.')
  }
}
