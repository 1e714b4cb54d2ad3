// A listener sets up learning: pauses it, trains now, reads what computes, goes back to an older model.
import { describe, expect, it } from 'vitest'
import type { FakeCoreOptions } from '../../harness/fake-core.ts'
import { now } from '../../harness/fake-library.ts'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { asked } = scene

const training = {
  step: 'vectors',
  share: 0.42,
  msLeft: 84_000,
  backend: 'webgpu',
  startedAt: now,
  asked: true,
} as const

const lost = {
  at: now,
  message: 'A valid external Instance reference no longer exists.',
  movedFrom: 'webgpu',
  movedTo: 'wasm',
} as const

describe('a listener in the settings of learning', () => {
  const section = () => scene.page.getByRole('region', { name: /^(Learning|학습)$/ })

  async function open(options: FakeCoreOptions = {}): Promise<void> {
    await scene.open(options)
    await scene.page.keyboard.press('4')
    await section().waitFor()
  }

  it('pauses learning, and reads what that means', async () => {
    await open()
    await section().getByText('It trains by itself when the computer is idle', { exact: true }).waitFor()
    await section().getByRole('radio', { name: 'Paused' }).press('Space')
    await section().getByText('Plays are remembered, and learned from when it goes on again').waitFor()
    await section().getByText('38 plays wait to be learned from.', { exact: false }).waitFor()
    await expect.poll(() => asked('learning.setMode')).toEqual([{ mode: 'paused' }])
  })

  it('reads how many plays are missing, trains now, follows it and stops it', async () => {
    await open()
    await section()
      .getByText(/^12 more plays until the next one\. Last trained .+/)
      .waitFor()
    await section().getByRole('button', { name: 'Train now' }).click()
    const progress = section().getByRole('progressbar', { name: 'Progress of the training' })
    await progress.waitFor()
    expect(await progress.getAttribute('aria-valuenow')).toBe('42')
    await section().getByRole('status').getByText('Learning which tracks belong together').waitFor()
    await section().getByText('42% · on WebGPU · 8 sec left').waitFor()
    await section().getByRole('button', { name: 'Stop training' }).click()
    await section().getByRole('button', { name: 'Train now' }).waitFor()
    await expect.poll(() => asked('learning.cancel')).toHaveLength(1)
  })

  it('cannot train while learning is off', async () => {
    await open({ learning: { state: { mode: 'off' } } })
    expect(await section().getByRole('button', { name: 'Train now' }).isDisabled()).toBe(true)
  })

  it('lets it train after more plays', async () => {
    await open()
    await section().getByRole('button', { name: 'Train by itself' }).click()
    await scene.page.getByRole('option', { name: 'After 250 plays' }).click()
    await expect.poll(() => asked('settings.set')).toContainEqual({ trainAfterPlays: 250 })
  })

  it('reads what computes and how fast, what is not there and why, and chooses', async () => {
    await open()
    const table = section().getByRole('table')
    const row = (name: string) => table.getByRole('row').filter({ hasText: name })
    expect(await row('WebGPU').allInnerTexts()).toEqual([
      expect.stringMatching(/in use\s+3\.40\s+intel xe through WebGPU/),
    ])
    expect(await row('TensorFlow').allInnerTexts()).toEqual([expect.stringMatching(/–\s+the package is not installed/)])
    await section().getByRole('button', { name: 'What computes' }).click()
    expect(await scene.page.getByRole('option').allInnerTexts()).toEqual([
      'The fastest',
      'WebGPU',
      'WebGL',
      'WebAssembly',
      'JavaScript',
    ])
    await scene.page.getByRole('option', { name: 'WebAssembly' }).click()
    await row('WebAssembly').getByText('in use').waitFor()
    await expect.poll(() => asked('learning.chooseBackend')).toEqual([{ name: 'wasm' }])
    await section().getByRole('button', { name: 'Measure again' }).click()
    await expect.poll(() => asked('learning.measure')).toHaveLength(1)
  })

  it('reads that the work went on elsewhere, and why', async () => {
    await open({ learning: { state: { trouble: lost } } })
    await section()
      .getByText(/: WebGPU failed, and the work went on with WebAssembly\.$/)
      .waitFor()
    await section().getByText(lost.message).waitFor()
  })

  it('goes back to an older model', async () => {
    await open()
    const stays = section().getByRole('region', { name: 'Will you stay?' })
    expect(await stays.getByRole('listitem').count()).toBe(3)
    await stays.getByText('did no better than simple rules').waitFor()
    await stays.getByRole('listitem').nth(1).getByRole('button', { name: 'Use this one' }).click()
    await stays.getByRole('listitem').nth(1).getByText('in use').waitFor()
    await stays.getByRole('listitem').nth(0).getByText('you went back').waitFor()
    await expect.poll(() => asked('learning.useModel')).toEqual([{ id: 4 }])
  })

  it('reads all of it in both languages and themes, with nothing wrong in the page', async () => {
    for (const [theme, language] of [
      ['dark', 'en'],
      ['light', 'ko'],
      ['light', 'en'],
      ['dark', 'ko'],
    ] as const) {
      await open({ settings: { theme, language }, learning: { state: { training, trouble: lost } } })
      expect(
        await section()
          .getByText(/learning\./)
          .count(),
      ).toBe(0)
    }
  })
})
