// All boosts in force, as every part of the interface asks for them.
import type { BoostRule } from '../../../preload/contract/balance.ts'
import { type Asked, useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'

const changes = ['boosts.changed'] as const
const load = (): Promise<readonly BoostRule[]> => ask('boosts.all')

export const useBoosts = (): Asked<readonly BoostRule[]> => useAsked('boosts', load, changes)
