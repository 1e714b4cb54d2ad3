// Boost rules as a service: made with an end, taken back and restored, and told to the scorer track by track.
import type { BoostRule, balance } from '../../../preload/contract/balance.ts'
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import { paced } from '../dataset/paced.ts'
import type { MarkedTracks } from '../scoring/protocol.ts'
import type { CoreContext } from '../service.ts'
import type { BoostTable } from '../store/tables/boosts.ts'

type BoostCalls = Extract<keyof typeof balance, `boosts.${string}`>

export interface Boosts {
  readonly handlers: Handlers<BoostCalls>
  /** The tracks of each rule in force, read at a walking pace. */
  marked(): AsyncGenerator<MarkedTracks>
}

export function createBoosts({ now, emit }: CoreContext, table: BoostTable): Boosts {
  const changed = () => emit('boosts.changed', undefined)
  const unknown = () => new DwellError('not-found', 'This boost is not known.')

  return {
    async *marked() {
      const at = now()
      for (const { id, target, until } of table.inForce(at)) {
        const pages: Int32Array[] = []
        let after = 0
        for await (const page of paced(limit => Array.from(table.tracksOf(target, at, after, limit)))) {
          after = page.at(-1) ?? after
          pages.push(Int32Array.from(page))
        }
        const ids = new Int32Array(pages.reduce((sum, page) => sum + page.length, 0))
        let place = 0
        for (const page of pages) {
          ids.set(page, place)
          place += page.length
        }
        yield { rule: id, ids, until: until === null ? null : until / 1000 }
      }
    },
    handlers: {
      'boosts.all': () => table.inForce(now()),
      'boosts.add': ({ target, until }): BoostRule => {
        const at = now()
        if (until !== null && until <= at) throw new DwellError('bad-input', 'until: this moment has passed.')
        if (!table.exists(target)) throw new DwellError('not-found', `This ${target.of} is no longer in the library.`)
        const standing = table.find(target, at)
        if (standing !== null && standing.until === until) return standing
        // Another end is another rule in its place.
        if (standing !== null) table.remove(standing.id, at)
        const rule = table.add(target, at, until)
        changed()
        return rule
      },
      'boosts.remove': ({ id }) => {
        if (!table.remove(id, now())) throw unknown()
        changed()
      },
      'boosts.restore': ({ id }) => {
        if (!table.restore(id)) throw unknown()
        changed()
      },
    },
  }
}
