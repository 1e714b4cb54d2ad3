// The loop under the listener's hand, in the real application: sliders, skips, wishes, a training, and a restart in the middle of each.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Output, WindowCallName } from '../../preload/contract/contract.ts'
import { ask, type StartedApp } from './app.ts'
import { patience, type Room, roomOf, startInEnglish } from './listener/room.ts'
import { type Listened, listenedProfile } from './loop/listened.ts'

let at: Listened
let dwell: StartedApp
let room: Room

beforeAll(async () => {
  at = await listenedProfile()
  dwell = await startInEnglish({ profile: at.profile })
  room = roomOf(dwell.window)
})
afterAll(async () => {
  await dwell?.close()
  at?.remove()
})

async function said<N extends WindowCallName>(name: N, input?: unknown): Promise<Output<N>> {
  const answer = await ask(dwell.window, name, input)
  if (!answer.ok) throw new Error(`${name}: ${answer.message}`)
  return answer.data
}

async function startAgain(): Promise<void> {
  await dwell.close()
  dwell = await startInEnglish({ profile: at.profile })
  room = roomOf(dwell.window)
}

const slider = (name: string) => room.page.getByRole('slider', { name, exact: true })
const strip = () => room.upNext.getByRole('img', { name: /^Mix of the next/ })
const next = async () => (await said('queue.state')).upcoming.map(({ track }) => track.id)
const settled = (change: () => Promise<unknown>, before: readonly number[]) =>
  change().then(() => expect.poll(next, patience).not.toEqual(before))

describe('the companion', () => {
  it('takes over at a press, plays, and says of each track why', async () => {
    await room.press('Let Dwell play')
    await expect.poll(() => room.isPlaying(), patience).toBe(true)
    await strip().waitFor()
    const { companion, current, upcoming } = await said('queue.state')
    expect(companion).toBe(true)
    expect(upcoming.length).toBeGreaterThanOrEqual(20)
    for (const { decided, reason } of [...(current ? [current] : []), ...upcoming]) {
      expect(reason).not.toBeNull()
      expect(decided?.sat).toBeGreaterThan(0)
    }
    expect(new Set(upcoming.map(({ track }) => track.id)).size).toBe(upcoming.length)
  })

  it('lays the queue out anew when a slider moves, shows it in the strip, and goes back with undo', async () => {
    const before = await next()
    const strokes = await strip().getAttribute('aria-label')
    await settled(() => slider('Adventure').press('Home'), before)
    const sure = await said('queue.state')
    const sats = sure.upcoming.map(({ decided }) => decided?.sat ?? 0)
    expect(sats[0]).toBe(Math.max(...sats))
    await expect.poll(() => strip().getAttribute('aria-label'), patience).not.toBe(strokes)
    await settled(() => room.press('Undo the last move of the balance'), await next())
    expect(new Set(await next())).toEqual(new Set(before))
  })

  it('keeps its sliders and its queue through a restart', async () => {
    await settled(() => slider('Discovery').press('End'), await next())
    expect((await said('balance.state')).balance.discovery).toBe(1)
    const [before, { current }] = [await next(), await said('queue.state')]
    await startAgain()
    expect((await said('balance.state')).balance.discovery).toBe(1)
    expect((await said('queue.state')).current?.track.id).toBe(current?.track.id)
    expect(await next()).toEqual(before)
    expect((await said('queue.state')).companion).toBe(true)
  })
})

describe('what the listener does', () => {
  it('changes what follows: a skipped artist falls back, and the skipped track does not come again', async () => {
    const { current, positionMs } = await said('queue.state')
    if (!current) throw new Error('nothing plays')
    await room.press('Play', room.player)
    await room.heardTo(positionMs + 1_500)
    const before = await next()
    await settled(() => room.press('Next', room.player), before.slice(1))
    const after = await said('queue.state')
    expect(after.current?.track.id).toBe(before[0])
    expect(after.upcoming.map(({ track }) => track.id)).not.toContain(current.track.id)
    const placeOf = (ids: readonly number[], kin: readonly number[]) =>
      kin.reduce((sum, id) => sum + (ids.indexOf(id) >= 0 ? ids.indexOf(id) : ids.length), 0)
    const ofArtist = after.upcoming
      .filter(({ track }) => track.artist === current.track.artist)
      .map(({ track }) => track.id)
    expect(placeOf(await next(), ofArtist)).toBeGreaterThanOrEqual(placeOf(before.slice(1), ofArtist))
  })

  it('never hears again what it does not want, until it is taken back', async () => {
    const [unwanted] = (await said('queue.state')).upcoming
    if (!unwanted) throw new Error('nothing waits')
    const target = { of: 'track', id: unwanted.track.id } as const
    for (const kind of ['notNow', 'never'] as const) {
      const wish = await said('listening.wish', { kind, target })
      await expect.poll(next, patience).not.toContain(unwanted.track.id)
      if (kind === 'never') {
        await startAgain()
        expect(await next()).not.toContain(unwanted.track.id)
      }
      await said('listening.undoWish', { id: wish.id })
      await expect.poll(next, patience).toContain(unwanted.track.id)
    }
  })

  it('can like what plays, and take it back', async () => {
    await room.press('Like', room.player)
    await room.button('Liked', room.player).waitFor()
    await room.press('Liked', room.player)
    await room.button('Like', room.player).waitFor()
  })
})

describe('a training', () => {
  it('shows how far it is, and can be stopped', async () => {
    await room.go('Settings')
    await room.press('Train now')
    await room.main.getByRole('progressbar', { name: 'Progress of the training' }).waitFor()
    await room.press('Stop training')
    await expect.poll(async () => (await said('learning.state')).training, patience).toBeNull()
    expect(await said('learning.state')).toMatchObject({ trouble: null, lastTrainedAt: null })
  })

  it('begun again after a restart in its middle, comes to its end, and the queue goes by it', {
    timeout: 240_000,
  }, async () => {
    await room.go('Settings')
    await room.press('Train now')
    await expect.poll(async () => (await said('learning.state')).training?.share ?? 0, patience).toBeGreaterThan(0)
    await startAgain()
    expect(await said('learning.state')).toMatchObject({ training: null, trouble: null, lastTrainedAt: null })
    await room.go('Settings')
    await room.press('Train now')
    await expect
      .poll(async () => (await said('learning.state')).lastTrainedAt, { timeout: 200_000, interval: 200 })
      .not.toBeNull()
    const report = await said('learning.report')
    expect(report?.plays).toBeGreaterThan(500)
    const sat = report?.lines.find(({ kind }) => kind === 'sat')
    expect(sat?.contestants.map(({ name }) => name)).toContain(sat?.used)
    const learned = ['set-transformer', 'logistic regression'].includes(sat?.used ?? '')
    await expect.poll(async () => (await said('balance.state')).knowing, patience).toBe(learned ? 'trained' : 'little')
  })
})
