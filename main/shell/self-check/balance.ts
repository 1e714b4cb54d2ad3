// The self-check's balance: the companion takes the queue; with eps = 0 it is the order of relevance, and a rising slider raises its objective.
import {
  type Balance,
  type BoostRule,
  type Mix,
  type Objective,
  objectiveNames,
} from '../../../preload/contract/balance.ts'
import type { FolderId } from '../../../preload/contract/ids.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import type { MixBySetting } from './report.ts'
import type { App, Detail } from './steps.ts'
import { pause, until } from './waiting.ts'

const MINUTE = 60_000
const PAGE = 500
type Slider = 'adventure' | Objective

export interface Balanced {
  readonly detail: Detail
  readonly queue: QueueState
  readonly mixBySetting: MixBySetting
}

const TOLERANCE = 1e-9
/** What the decoder may give up for an objective grows with it: the words of the slider, from nothing to everything. */
const adventures = { 'eps=0': 0, focused: 0.3, balanced: 0.6, adventurous: 1 } as const

/** Hands the queue to the companion, as a listener does, and holds it against the promises of Mostra. */
export async function balance(app: App): Promise<Balanced> {
  const { core } = app
  const { artistSpread, randomSlots } = await core.call('settings.get')
  // Without these rules the order is of relevance alone: an artist's second track waits for its turn, and one slot in twenty is drawn.
  await core.call('settings.set', { artistSpread: 0, randomSlots: false })
  try {
    app.press('D')
    const queue = await until('the companion taking the queue over', MINUTE, () => explained(core))
    const { balance: usual, knowing } = await core.call('balance.state')
    const strict: Balance = { ...usual, adventure: 0 }
    const relevance = await core.call('balance.preview', { ...strict, discovery: 0, exposure: 0, boost: 0 })
    const greedy = await core.call('balance.preview', { ...strict, discovery: 1, exposure: 1, boost: 1 })
    if (relevance.items.length === 0) throw new Error('the companion found nothing to bring')
    const rises = relevance.items.findIndex(({ sat }, at) => sat > (relevance.items[at - 1]?.sat ?? 1) + TOLERANCE)
    if (rises >= 0) throw new Error(`with eps = 0 track ${rises + 1} is likelier to be stayed with than the one before`)
    if (idsOf(greedy) !== idsOf(relevance)) throw new Error('with eps = 0 the sliders change the order of relevance')

    const mixBySetting: Record<string, Mix['counts']> = {}
    for (const [name, adventure] of Object.entries(adventures))
      mixBySetting[name] = (await core.call('balance.preview', { ...usual, adventure })).counts
    return { detail: { knowing, next: relevance.items.length, mixBySetting }, queue, mixBySetting }
  } finally {
    await core.call('settings.set', { artistSpread, randomSlots })
  }
}

/** The queue once the companion has laid it out: each item that it brought carries its score and its reason. Null before. */
async function explained(core: App['core']): Promise<QueueState | null> {
  const queue = await core.call('queue.state')
  const own = queue.upcoming.filter(item => item.origin === 'companion')
  if (!queue.companion || own.length === 0) return null
  for (const { track, decided, reason } of own) {
    if (decided === null || !(decided.sat >= 0 && decided.sat <= 1))
      throw new Error(`“${track.title}” has no score from 0 to 1`)
    if (reason === null) throw new Error(`“${track.title}” says no reason`)
  }
  return queue
}

const idsOf = (mix: Mix) => mix.items.map(({ trackId }) => trackId).join()

/**
 * Raises each slider by itself with the keys, from nothing to all, where the queue may stray: its objective must not fall, and must rise
 * where there is more to bring. The balance is put back afterwards.
 */
export async function sliders(app: App): Promise<{ readonly detail: Detail; readonly mixBySetting: MixBySetting }> {
  const { core } = app
  const { randomSlots } = await core.call('settings.get')
  await core.call('settings.set', { randomSlots: false })
  const { balance: usual } = await core.call('balance.state')
  const rule = await boostSomething(core)
  try {
    const mixBySetting: Record<string, Mix['counts']> = {}
    const said: Record<string, string> = {}
    let rose = 0
    await turn(app, 'adventure', 1)
    for (const objective of objectiveNames) await turn(app, objective, 0)
    for (const objective of objectiveNames) {
      const counts: number[] = []
      for (const value of [0, 0.5, 1]) {
        const mix = value === 0.5 ? await halfWay(core, objective) : await turn(app, objective, value)
        mixBySetting[`${objective}=${value}`] = mix.counts
        counts.push(mix.counts[objective])
        if (mix.items.length === counts.at(-1)) said[objective] = 'every track of the mix serves it'
      }
      await turn(app, objective, 0)
      const [none = 0, some = 0, all = 0] = counts
      if (some < none || all < some) throw new Error(`raising ${objective} lowers it: ${counts.join(', ')}`)
      if (all > none) rose++
      said[objective] = all > none ? counts.join(' → ') : (said[objective] ?? noneLeft(objective, all, rule))
    }
    if (rose === 0) throw new Error(`no slider raises its objective: ${JSON.stringify(said)}`)
    return { detail: said, mixBySetting }
  } finally {
    await core.call('boosts.remove', { id: rule.id })
    await core.call('balance.set', usual)
    await core.call('settings.set', { randomSlots })
    await silence(app)
  }
}

/** The music that the companion began stops. On a slider the space bar means nothing: the focus goes to the page's list first. */
async function silence({ press }: App): Promise<void> {
  for (const key of ['2', 'K', 'Space'] as const) {
    press(key)
    await pause(500)
  }
}

/** In the order of the page. */
const sliderNames: readonly Slider[] = ['adventure', ...objectiveNames]

/** Goes to a slider by the keys, moves it to its end, and answers the mix that the queue then has. */
async function turn({ core, press, focusedSlider }: App, slider: Slider, value: number): Promise<Mix> {
  const wanted = sliderNames.indexOf(slider)
  await until(`the focus on the slider of ${slider}`, 20_000, async () => {
    const at = await focusedSlider()
    if (at === wanted) return true
    // One step at a time: the next look may come before the page has followed.
    press(at < 0 || at > wanted ? 'B' : 'Tab')
    await pause(300)
    return null
  })
  press(value === 1 ? 'End' : 'Home')
  return until(`the slider of ${slider} at ${value}`, 20_000, async () => {
    const state = await core.call('balance.state')
    return Math.abs(state.balance[slider] - value) < TOLERANCE ? state.mix : null
  })
}

async function halfWay(core: App['core'], objective: Objective): Promise<Mix> {
  const { balance: now } = await core.call('balance.state')
  return core.call('balance.preview', { ...now, [objective]: 0.5 })
}

/** A slider without effect is right only where there is nothing more of its kind. */
function noneLeft(objective: Objective, count: number, rule: BoostRule): string {
  if (objective === 'boost' && count < Math.min(rule.tracks, 3))
    throw new Error(`raising boost brings ${count} of ${rule.tracks} boosted tracks`)
  return count === 0 ? 'none is left to bring' : `${count}, and none is left to bring`
}

/** Boosts a record that the queue does not bring by itself, so that there is something to raise; without records, a folder. */
async function boostSomething(core: App['core']): Promise<BoostRule> {
  const { balance: usual } = await core.call('balance.state')
  const { items } = await core.call('balance.preview', { ...usual, adventure: 0 })
  // What was heard in this session does not come again, so its records have less to bring.
  const heard = await core.call('listening.session')
  const coming = new Set<number>([...items, ...heard].map(({ trackId }) => trackId))
  const rowsHeard = await core.call('library.tracks', {
    ids: Int32Array.from(new Set(heard.map(play => play.trackId))),
  })
  const albumsHeard = new Set(rowsHeard.map(row => row.albumId))
  const { ids } = await core.call('library.trackIds', { filter: { of: 'all' }, sort: 'artist' })
  const away = ids.filter(id => !coming.has(id))
  for (let from = 0; from < away.length; from += PAGE) {
    const rows = await core.call('library.tracks', { ids: away.slice(from, from + PAGE) })
    const album = rows.find(
      row => row.albumId !== null && !albumsHeard.has(row.albumId) && row.playable && row.available,
    )?.albumId
    if (album !== undefined && album !== null)
      return core.call('boosts.add', { target: { of: 'album', id: album }, until: null })
  }
  const folder = await smallFolder(core)
  if (folder === null) throw new Error('there is nothing to boost: no record, and no folder but the whole')
  return core.call('boosts.add', { target: { of: 'folder', id: folder }, until: null })
}

/** One inside the folders that were added: those hold everything. */
async function smallFolder(core: App['core']): Promise<FolderId | null> {
  for (const { id } of await core.call('library.folders', { parentId: null })) {
    const inside = await core.call('library.folders', { parentId: id })
    const smallest = inside.filter(({ tracks }) => tracks > 0).toSorted((a, b) => a.tracks - b.tracks)[0]
    if (smallest !== undefined && inside.length > 1) return smallest.id
  }
  return null
}
