// Which addresses are Dwell's own, and where a page may go from where it is.
import { describe, expect, it } from 'vitest'
import { isInterface, isOurs, isSamePage, troubleWish } from '../../main/shell/addresses.ts'

describe('an address', () => {
  it.each(['dwell://app/', 'dwell://app/index.html#now', 'dwell://app/training-worker/index.html'])(
    'is ours: %s',
    address => {
      expect(isOurs(address)).toBe(true)
    },
  )
  it.each([
    'https://app/',
    'dwell://media/1',
    'dwell://app.example.com/',
    'dwell://app:80@evil/',
    'file:///app',
    'about:blank',
    '',
    'dwell:app',
  ])('is not ours: %s', address => {
    expect(isOurs(address)).toBe(false)
  })
  it.each([
    ['dwell://app/index.html?x#now', true],
    ['dwell://app/trouble', true],
    ['dwell://app/training-worker/index.html', false],
    ['dwell://app/audio-analysis/index.html?x', false],
    ['https://app/index.html', false],
    ['', false],
  ])('is the interface’s or not: %s', (address, is) => {
    expect(isInterface(address)).toBe(is)
  })
  it('can be reached from a page only when it is that page', () => {
    const here = 'dwell://app/index.html'
    expect(isSamePage('dwell://app/index.html#library', here)).toBe(true)
    expect(isSamePage('dwell://app/index.html?x=1', here)).toBe(true)
    expect(isSamePage('dwell://app/assets/a.js', here)).toBe(false)
    expect(isSamePage('https://example.com/', 'https://example.com/')).toBe(false)
  })
  it('stands for a wish only when it is exactly one', () => {
    expect(troubleWish('dwell://app/trouble/again')).toBe('again')
    expect(troubleWish('dwell://app/trouble/again?x')).toBe(null)
    expect(troubleWish('dwell://app/trouble/format-disk')).toBe(null)
  })
})
