// What must hold of the contract over every transport: one suite, run in process, in a worker, over the fake and in the real app.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namesOf } from '../../preload/contract/contract.ts'
import type { Answer } from '../../preload/contract/errors.ts'

/** A page's view of the core, reduced to what can be carried through a test driver: names and plain values. */
export interface Reach {
  /** Asks as a page does; `input` is sent as it is, right or wrong. Typed arrays arrive as typed arrays. */
  ask(name: string, input?: unknown): Promise<Answer<unknown>>
  /** Settings volumes seen in `settings.changed`, in order, since the first call of this function. */
  volumesSeen(): Promise<readonly number[]>
  close(): Promise<void>
}

/** Everything that a page may count on, whatever lies between it and the core. */
export function contractSuite(transport: string, open: () => Promise<Reach>): void {
  describe(`the contract ${transport}`, () => {
    let page: Reach

    beforeAll(async () => {
      page = await open()
    })
    afterAll(async () => {
      await page?.close()
    })

    it('answers each call by exactly one handler, which sees only input that fits', async () => {
      const answers = await Promise.all(
        [...namesOf('window', 'core')].map(
          async name => [name, await page.ask(name, 'no call takes a bare word')] as const,
        ),
      )
      for (const [name, answer] of answers) {
        expect(answer, name).toMatchObject({ ok: false, code: 'bad-input', message: expect.stringContaining(name) })
      }
    })

    it('names the field that is wrong', async () => {
      expect(await page.ask('settings.set', { volume: 2 })).toMatchObject({
        ok: false,
        code: 'bad-input',
        message: expect.stringMatching(/settings\.set: volume: /),
      })
      expect(await page.ask('queue.add', { ids: new Int32Array([1, -1]), where: 'end' })).toMatchObject({
        ok: false,
        code: 'bad-input',
        message: expect.stringMatching(/queue\.add: ids: ids must be positive/),
      })
    })

    it('keeps the code of an error that the core throws', async () => {
      expect(await page.ask('playlists.rename', { id: 999_999, name: 'Sunday' })).toMatchObject({
        ok: false,
        code: 'not-found',
      })
    })

    it.each([...namesOf('shell', 'core')])('refuses a page that asks for %s', async name => {
      expect(await page.ask(name, { path: '/', id: 1 })).toMatchObject({ ok: false, code: 'bad-input' })
    })

    it('refuses a call that does not exist', async () => {
      expect(await page.ask('library.burnDown')).toMatchObject({ ok: false, code: 'bad-input' })
      expect(await page.ask('__proto__')).toMatchObject({ ok: false, code: 'bad-input' })
    })

    it('tells a page of changes in the order in which they were made', async () => {
      await page.volumesSeen()
      const volumes = Array.from({ length: 20 }, (_, index) => (index + 1) / 40)
      for (const volume of volumes) expect(await page.ask('settings.set', { volume })).toMatchObject({ ok: true })
      await expect.poll(async () => (await page.volumesSeen()).length).toBeGreaterThanOrEqual(volumes.length)
      expect(await page.volumesSeen()).toEqual(volumes)
    })

    it('carries ids as one typed array', async () => {
      const answer = await page.ask('library.trackIds', { filter: { of: 'all' } })
      expect(answer).toMatchObject({ ok: true, data: { ids: expect.any(Int32Array) } })
    })

    it('takes a hundred thousand ids as input', async () => {
      const tooMany = new Int32Array(100_000).fill(1)
      expect(await page.ask('library.tracks', { ids: tooMany })).toMatchObject({
        ok: false,
        code: 'bad-input',
        message: expect.stringContaining('at most 500 rows a page'),
      })
    })

    it('answers many questions at once, each with its own answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => page.ask('playlists.rename', { id: 900_000 + index, name: 'x' })),
      )
      expect(answers.every(answer => !answer.ok && answer.code === 'not-found')).toBe(true)
    })
  })
}
