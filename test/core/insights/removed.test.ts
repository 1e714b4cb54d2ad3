// A line that Dwell thinks of a listener is taken away with what it rests on, by the forgetting of the history room, and comes back when that is undone.
import { expect, it, onTestFinished } from 'vitest'
import { createInsights } from '../../../main/core/insights/index.ts'
import type { CoreContext } from '../../../main/core/service.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import { home, own } from '../history/home.ts'
import { dayMs, noon, notedLog } from '../store/profiles.ts'
import { champions, hear } from './heard.ts'

const steady = (track: number, count: number, origin = 'album') =>
  Array.from({ length: count }, (_, n) => ({ track, at: noon - (n + 1) * dayMs * 0.9, origin }))

it.each([
  ['artistStay:1', 0],
  ['trackLoved:1', 0],
  // What speaks of everything takes nothing with it.
  ['albumListener', 80],
] as const)('%s', async (id, playsLeft) => {
  const house = await home()
  own(house.store, [
    { artist: 'Low', title: 'Sunflower' },
    { artist: 'Codeine', title: 'Sea' },
  ])
  hear(house.store, steady(1, 60))
  hear(house.store, steady(2, 20, 'hand'))
  const context: CoreContext = {
    store: house.store,
    now: () => house.now,
    log: notedLog(),
    emit: () => {},
    profileDir: house.dir,
    cacheDir: house.dir,
    workers: workerEntries(),
  }
  const insights = createInsights(context, { champions: champions(), forgetBelief: house.history.forgetBelief })
  onTestFinished(() => insights.close())
  const has = async () => (await insights.handlers['insights.beliefs']()).some(each => each.id === id)
  const learned = () => Number(house.store.db.prepare('SELECT count(*) FROM learned_plays').pluck().get())
  expect(await has()).toBe(true)
  const { forgetId } = await insights.handlers['insights.removeBelief']({ id })
  expect(await has()).toBe(false)
  expect(learned()).toBe(playsLeft === 0 ? 20 : playsLeft)
  await house.ask('forgetting.undo', { id: forgetId })
  insights.changed()
  expect(await has()).toBe(true)
  expect(learned()).toBe(80)
})
