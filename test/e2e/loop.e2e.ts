// The loop under the listener's hand, in the real application: sliders, skips, wishes, a training, and a restart in the middle of each.
import { cpSync, rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Output, WindowCallName } from '../../preload/contract/contract.ts'
import { ask, newProfile, type StartedApp } from './app.ts'
import { type Room, roomOf, startInEnglish } from './listener/room.ts'
import { type Listened, listenedProfile } from './loop/listened.ts'
import { step } from './step.ts'

let whole: Listened
/** Each story is about a copy. */
let profile = ''
let dwell: StartedApp
let room: Room

beforeAll(async () => {
  whole = await listenedProfile()
})
beforeEach(async () => {
  profile = newProfile()
  cpSync(whole.profile, profile, { recursive: true })
  dwell = await startInEnglish({ profile })
  room = roomOf(dwell.window)
})
afterEach(async () => {
  await dwell?.close()
  rmSync(profile, { recursive: true, force: true })
})
afterAll(() => whole?.remove())

async function said<N extends WindowCallName>(name: N, input?: unknown): Promise<Output<N>> {
  const answer = await ask(dwell.window, name, input)
  if (!answer.ok) throw new Error(`${name}: ${answer.message}`)
  return answer.data
}

async function startAgain(): Promise<void> {
  await dwell.close()
  dwell = await startInEnglish({ profile })
  room = roomOf(dwell.window)
}

const slider = (name: string) => room.page.getByRole('slider', { name, exact: true })
const strip = () => room.upNext.getByRole('img', { name: /^Mix of the next/ })
const next = async () => (await said('queue.state')).upcoming.map(({ track }) => track.id)
const settled = (change: () => Promise<unknown>, before: readonly number[]) =>
  change().then(() => expect.poll(next).not.toEqual(before))

/** Dwell plays, and is paused: when a track ended, the queue would change while it is looked at. */
async function letDwellPlay(): Promise<void> {
  await room.press('Let Dwell play', room.upNext)
  await room.press('Pause', room.player)
  await strip().waitFor()
}

describe('the companion', () => {
  it('takes over, follows the sliders, and keeps all of it through a restart', async () => {
    await step('it takes over at a press, plays, and says of each track why', async () => {
      await letDwellPlay()
      const { companion, current, upcoming } = await said('queue.state')
      expect(companion).toBe(true)
      expect(upcoming.length).toBeGreaterThanOrEqual(20)
      for (const { decided, reason } of [...(current ? [current] : []), ...upcoming]) {
        expect(reason).not.toBeNull()
        expect(decided?.sat).toBeGreaterThan(0)
      }
      expect(new Set(upcoming.map(({ track }) => track.id)).size).toBe(upcoming.length)
    })

    await step(
      'it lays the queue out anew when a slider moves, shows it in the strip, and goes back with undo',
      async () => {
        const before = await next()
        const strokes = await strip().getAttribute('aria-label')
        await settled(() => slider('Adventure').press('Home'), before)
        const sure = await said('queue.state')
        const sats = sure.upcoming.map(({ decided }) => decided?.sat ?? 0)
        expect(sats[0]).toBe(Math.max(...sats))
        await expect.poll(() => strip().getAttribute('aria-label')).not.toBe(strokes)
        await settled(() => room.press('Undo the last move of the balance'), await next())
        expect(new Set(await next())).toEqual(new Set(before))
      },
    )

    await step('it keeps its sliders and its queue through a restart', async () => {
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
})

describe('what the listener does', () => {
  it('counts at once, and is taken back as easily', async () => {
    await letDwellPlay()
    await step(
      'it changes what follows: a skipped artist falls back, and the skipped track does not come again',
      async () => {
        const { current } = await said('queue.state')
        if (!current) throw new Error('nothing plays')
        const heardMs = await room.positionMs()
        const before = await next()
        await room.press('Play', room.player)
        await room.heardTo(heardMs + 1_000)
        await settled(async () => {
          await room.press('Next', room.player)
          await room.press('Pause', room.player)
        }, before.slice(1))
        const after = await said('queue.state')
        expect(after.current?.track.id).toBe(before[0])
        expect(after.upcoming.map(({ track }) => track.id)).not.toContain(current.track.id)
        const placeOf = (ids: readonly number[], kin: readonly number[]) =>
          kin.reduce((sum, id) => sum + (ids.indexOf(id) >= 0 ? ids.indexOf(id) : ids.length), 0)
        const ofArtist = after.upcoming
          .filter(({ track }) => track.artist === current.track.artist)
          .map(({ track }) => track.id)
        expect(placeOf(await next(), ofArtist)).toBeGreaterThanOrEqual(placeOf(before.slice(1), ofArtist))
      },
    )

    await step('it never hears again what it does not want, until it is taken back', async () => {
      const [unwanted] = (await said('queue.state')).upcoming
      if (!unwanted) throw new Error('nothing waits')
      const target = { of: 'track', id: unwanted.track.id } as const
      for (const kind of ['notNow', 'never'] as const) {
        const wish = await said('listening.wish', { kind, target })
        await expect.poll(next).not.toContain(unwanted.track.id)
        if (kind === 'never') {
          await startAgain()
          expect(await next()).not.toContain(unwanted.track.id)
        }
        await said('listening.undoWish', { id: wish.id })
        await expect.poll(next).toContain(unwanted.track.id)
      }
    })

    await step('it can like what plays, and take it back', async () => {
      await room.press('Like', room.player)
      await room.button('Liked', room.player).waitFor()
      await room.press('Liked', room.player)
      await room.button('Like', room.player).waitFor()
    })
  })
})

describe('a training', () => {
  it('shows how far it is, and can be stopped', async () => {
    await room.go('Settings')
    await room.press('Train now')
    await room.main.getByRole('progressbar', { name: 'Progress of the training' }).waitFor()
    await room.press('Stop training')
    await expect.poll(async () => (await said('learning.state')).training).toBeNull()
    expect(await said('learning.state')).toMatchObject({ trouble: null, lastTrainedAt: null })
  })

  it('begun again after a restart in its middle, comes to its end, and the queue goes by it', async () => {
    await room.go('Settings')
    await room.press('Train now')
    await expect.poll(async () => (await said('learning.state')).training?.share ?? 0).toBeGreaterThan(0)
    await startAgain()
    expect(await said('learning.state')).toMatchObject({ training: null, trouble: null, lastTrainedAt: null })
    await room.go('Settings')
    await room.press('Train now')
    await expect.poll(async () => (await said('learning.state')).lastTrainedAt).not.toBeNull()
    const report = await said('learning.report')
    expect(report?.plays).toBeGreaterThan(500)
    const sat = report?.lines.find(({ kind }) => kind === 'sat')
    expect(sat?.contestants.map(({ name }) => name)).toContain(sat?.used)
    const learned = ['set-transformer', 'logistic regression'].includes(sat?.used ?? '')
    await expect.poll(async () => (await said('balance.state')).knowing).toBe(learned ? 'trained' : 'little')
  })
})
