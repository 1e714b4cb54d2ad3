// What a bare machine lacks is named, and nothing that is there is asked for again.
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { onPath } from '../../scripts/command.mjs'
import { needsVirtualDisplay, openVirtualDisplay } from '../../scripts/display.mjs'
import { missingPackages } from '../../scripts/system-libraries.mjs'
import { needs } from '../needs.ts'

const listed = (...sonames: string[]) => sonames.map(name => `\t${name} (libc6,x86-64) => /lib/${name}`).join('\n')
const all = listed(
  'libgtk-3.so.0',
  'libnss3.so',
  'libasound.so.2',
  'libgbm.so.1',
  'libXss.so.1',
  'libatk-bridge-2.0.so.0',
)
const plainNames = (packages: string[][]) => packages.map(names => names.at(-1))

describe('the system libraries that are missing', () => {
  it('are all of them on a bare machine, with a virtual display where it is needed', () => {
    const bare = { libraryList: listed('libc.so.6'), has: () => false, needsDisplay: true, needsFfmpeg: false }
    expect(plainNames(missingPackages(bare))).toEqual([
      'libgtk-3-0',
      'libnss3',
      'libasound2',
      'libgbm1',
      'libxss1',
      'libatk-bridge2.0-0',
      'xvfb',
    ])
  })

  it('are none when they are there, and ffmpeg only where tests ask for it', () => {
    const complete = { libraryList: all, has: () => false, needsDisplay: false, needsFfmpeg: false }
    expect(missingPackages(complete)).toEqual([])
    expect(plainNames(missingPackages({ ...complete, needsFfmpeg: true }))).toEqual(['ffmpeg'])
    expect(missingPackages({ ...complete, needsDisplay: true, has: program => program === 'Xvfb' })).toEqual([])
  })

  it('are not guessed where the loader does not tell', () => {
    expect(missingPackages({ libraryList: null, has: () => true, needsDisplay: true, needsFfmpeg: true })).toEqual([])
  })

  it('have the newer name of a package before the older one', () => {
    const [gtk] = missingPackages({ libraryList: '', has: () => true, needsDisplay: false, needsFfmpeg: false })
    expect(gtk).toEqual(['libgtk-3-0t64', 'libgtk-3-0'])
  })
})

describe('a virtual display', () => {
  it('is for a Linux without any display', () => {
    expect(needsVirtualDisplay({}, 'linux')).toBe(true)
    expect(needsVirtualDisplay({ DISPLAY: ':0' }, 'linux')).toBe(false)
    expect(needsVirtualDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(false)
    expect(needsVirtualDisplay({}, 'darwin')).toBe(false)
  })

  // Xvfb is asked for only where a machine has no display.
  it(
    'takes programs in until it is closed, and is gone afterwards',
    needs(onPath('Xvfb') !== null, 'Xvfb is not installed'),
    async () => {
      const screen = await openVirtualDisplay()
      const socket = `/tmp/.X11-unix/X${screen.display.slice(1)}`
      const answers = () =>
        new Promise(resolve => {
          const client = connect(socket)
          client.once('connect', () => resolve(true)).once('error', () => resolve(false))
          client.once('connect', () => client.destroy())
        })
      expect(await answers()).toBe(true)
      // The server lives on after its last client has left.
      expect(await answers()).toBe(true)
      screen.close()
      await expect.poll(answers).toBe(false)
    },
  )
})
