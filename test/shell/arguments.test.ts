// What a listener types after `npm start --` and what Dwell makes of it.
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownWords, parseArguments } from '../../main/shell/arguments.ts'

const cwd = resolve('/home/mina')

describe('the command line', () => {
  it('is the person’s own profile and no demonstration when nothing is said', () => {
    expect(parseArguments([], cwd)).toEqual({ profile: null, demo: false, selfCheck: null, warnings: [] })
  })

  it('takes a profile from where the person stands, in either way of writing', () => {
    const there = join(cwd, 'sunday')
    expect(parseArguments(['--profile', 'sunday'], cwd).profile).toBe(there)
    expect(parseArguments(['--profile=sunday'], cwd).profile).toBe(there)
    expect(parseArguments(['--profile', resolve('/mnt/usb')], cwd).profile).toBe(resolve('/mnt/usb'))
  })

  it('reads the self-check with all its paths', () => {
    const words = [
      '--self-check',
      '--library',
      'music',
      '--history',
      'h.csv',
      '--report',
      'r.json',
      '--screenshots',
      'shots',
    ]
    expect(parseArguments(words, cwd)).toEqual({
      profile: null,
      demo: false,
      selfCheck: {
        library: join(cwd, 'music'),
        history: join(cwd, 'h.csv'),
        report: join(cwd, 'r.json'),
        screenshots: join(cwd, 'shots'),
      },
      warnings: [],
    })
  })

  it('says which word it did not understand, and goes on', () => {
    const { demo, warnings } = parseArguments(
      ['--dmeo', '--demo', 'music', '--library', 'x', '--profile', '--demo'],
      cwd,
    )
    expect(demo).toBe(true)
    expect(warnings).toEqual([
      '"--dmeo" is not understood; it is ignored.',
      '"music" is not understood; it is ignored.',
      '--profile wants a path after it; it is ignored.',
      '--library means something only with --self-check; it is ignored.',
    ])
  })

  it('leaves Chromium’s and Node’s flags alone', () => {
    const words = [
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '--enable-unsafe-webgpu',
      '--use-angle=swiftshader',
    ]
    expect(parseArguments(words, cwd).warnings).toEqual([])
  })

  it('never throws, whatever is typed', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--profile', '--demo', '--self-check', '--report', '--', '-', '--profile='),
    )
    fc.assert(
      fc.property(fc.array(word), words => {
        const { warnings, profile } = parseArguments(words, cwd)
        expect(warnings.every(line => line.endsWith('.'))).toBe(true)
        expect(profile === null || resolve(profile) === profile).toBe(true)
      }),
    )
  })
})

describe('the words meant for Dwell', () => {
  it('follow the folder of the application in development', () => {
    expect(ownWords(['electron', '--no-sandbox', '/src/dwell', '--demo', 'x'], false)).toEqual(['--demo', 'x'])
  })
  it('are all of them in a packaged app', () => {
    expect(ownWords(['dwell', '--demo'], true)).toEqual(['--demo'])
  })
})
