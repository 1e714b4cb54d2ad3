// When a loudspeaker goes away: the one that was chosen, or the one behind the system's own choice.
import { describe, expect, it } from 'vitest'
import { outputsOf, wentAway } from '../../../renderer/player/devices.ts'

const output = (deviceId: string, groupId: string) => ({ kind: 'audiooutput' as const, deviceId, groupId })
const speakers = output('s', 'built-in')
const headphones = output('h', 'usb')
const system = (groupId: string) => output('default', groupId)

const onHeadphones = outputsOf([system('usb'), speakers, headphones])
const onSpeakers = outputsOf([system('built-in'), speakers])

describe('an output', () => {
  it('went away when the chosen one is gone', () => {
    expect(wentAway('h', onHeadphones, onSpeakers)).toBe(true)
    expect(wentAway('s', onHeadphones, onSpeakers)).toBe(false)
  })

  it('went away when headphones are pulled out that the system had chosen', () => {
    expect(wentAway('', onHeadphones, onSpeakers)).toBe(true)
  })

  it('did not go away when another one came, or the system chose another that is there', () => {
    expect(wentAway('', onSpeakers, onHeadphones)).toBe(false)
    expect(wentAway('', onHeadphones, outputsOf([system('built-in'), speakers, headphones]))).toBe(false)
  })

  it('is not missed where it was never seen', () => {
    expect(wentAway('x', onSpeakers, onHeadphones)).toBe(false)
    expect(wentAway('', outputsOf([]), outputsOf([]))).toBe(false)
  })
})
