// How the application is started: the person's words untouched, flags only where Chromium needs them.
import { describe, expect, it } from 'vitest'
import { applicationArguments, applicationEnv, chromiumFlags, knownNoise, standingIn } from '../../scripts/launch.mjs'

const electron45 = { executable: '/e/electron', dist: '/e', version: '45.4.1', from: 'package' } as const

describe('the command line of the application', () => {
  it('is flags, its folder, then what the person wrote, in order and unchanged', () => {
    const own = ['--self-check', '--library', '../음악 파일', '--report', 'out.json', '--', '-x']
    expect(applicationArguments(['--no-sandbox'], own, '/dwell')).toEqual(['--no-sandbox', '/dwell', ...own])
  })

  it('has --no-sandbox, and says so, for root on Linux only', () => {
    expect(chromiumFlags({ platform: 'linux', uid: 0 })).toMatchObject({ flags: ['--no-sandbox'] })
    expect(chromiumFlags({ platform: 'linux', uid: 0 }).said).toHaveLength(1)
    expect(chromiumFlags({ platform: 'linux', uid: 1000 })).toEqual({ flags: [], said: [] })
    expect(chromiumFlags({ platform: 'darwin', uid: 0 })).toEqual({ flags: [], said: [] })
    expect(chromiumFlags({ platform: 'win32', uid: undefined })).toEqual({ flags: [], said: [] })
  })

  it('is read where the person stands, not where npm does', () => {
    expect(standingIn({ INIT_CWD: '/home/me/music' })).toBe('/home/me/music')
    expect(standingIn({})).toBe(process.cwd())
  })
})

describe('what the terminal shows of the application', () => {
  it('leaves out what Chromium says on a machine without sound card and message bus, and keeps the rest', () => {
    const noise = [
      'ALSA lib pcm.c:2666:(snd_pcm_open_noupdate) Unknown PCM default',
      '[18273:1122/164158.857079:ERROR:alsa_util.cc(204)] PcmOpen: plug:default,No such file or directory',
      '[18464:1122/155414.270647:ERROR:bus.cc(407)] Failed to connect to the bus: Failed to connect to socket',
    ]
    expect(noise.filter(line => knownNoise.test(line))).toEqual(noise)
    const kept = [
      'Error: the profile is read-only',
      '[1:1/1.1:FATAL:crash.cc(1)] no',
      '(node:1) UnhandledPromiseRejectionWarning',
    ]
    expect(kept.filter(line => knownNoise.test(line))).toEqual([])
  })
})

describe('the environment of the application', () => {
  it('does not turn it into a plain Node, as editors would', () => {
    expect(applicationEnv(electron45, { ELECTRON_RUN_AS_NODE: '1', HOME: '/h' })).toEqual({ HOME: '/h' })
  })

  it('names the patched SQLite binding for an old Electron only', () => {
    expect(applicationEnv(electron45, {})).not.toHaveProperty('DWELL_SQLITE_BINDING')
    const env = applicationEnv({ ...electron45, version: '33.2.1' }, process.env)
    expect(env['DWELL_SQLITE_BINDING']).toMatch(/\.node$/)
  })
})
