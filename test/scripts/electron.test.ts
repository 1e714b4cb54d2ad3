// Which Electron is taken: the one that is named, then the package's own, then the registry's, and never a guess.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findElectron } from '../../scripts/electron.mjs'
import { placeOfEntry, registryElectronRunsHere } from '../../scripts/offline/registry-electron.mjs'
import { needsLinux } from '../needs.ts'

const hourMs = 60 * 60_000
const nowMs = Date.UTC(2026, 10, 22)
let folder = ''
let packageFolder = ''
let env: Record<string, string> = {}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-electron-'))
  packageFolder = join(folder, 'package')
  mkdirSync(packageFolder)
  writeFileSync(join(packageFolder, 'package.json'), '{"version":"45.4.1"}')
  env = { XDG_CACHE_HOME: join(folder, 'cache') }
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function electronIn(dist: string, version: string) {
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(dist, 'electron'), '')
  chmodSync(join(dist, 'electron'), 0o755)
  writeFileSync(join(dist, 'version'), version)
  return dist
}

const given = () => electronIn(join(folder, 'given'), '40.1.0')
const downloaded = (version = '45.4.1') => electronIn(join(packageFolder, 'dist'), version)
const fromRegistry = () => electronIn(join(folder, 'cache/dwell/electron-33.2.1-14.5.4-1'), '33.2.1')

function downloadFailed(agoMs: number, version = '45.4.1') {
  mkdirSync(join(folder, 'cache/dwell'), { recursive: true })
  const failure = JSON.stringify({ version, atMs: nowMs - agoMs })
  writeFileSync(join(folder, 'cache/dwell/electron-download-failed.json'), failure)
}

const find = () => findElectron({ env, packageFolder, nowMs })

describe('the Electron that is taken (laid out as on Linux)', needsLinux, () => {
  it('is the one that is named, before any other', () => {
    downloaded()
    fromRegistry()
    env['DWELL_ELECTRON'] = given()
    expect(find()).toMatchObject({ version: '40.1.0', from: 'given', executable: join(folder, 'given/electron') })
  })

  it('may be named by its executable, or in the way of Electron itself', () => {
    env['DWELL_ELECTRON'] = join(given(), 'electron')
    expect(find()).toMatchObject({ version: '40.1.0', dist: join(folder, 'given') })
    env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'given') }
    expect(find()).toMatchObject({ version: '40.1.0', from: 'given' })
  })

  it('is not another one when the named one is not there', () => {
    downloaded()
    env['DWELL_ELECTRON'] = join(folder, 'nowhere')
    expect(find).toThrow(/DWELL_ELECTRON is .*nowhere, and there is no Electron/)
  })

  it("is the package's own before the registry's", () => {
    downloaded()
    fromRegistry()
    downloadFailed(hourMs)
    expect(find()).toMatchObject({ version: '45.4.1', from: 'package' })
  })

  it("is not the package's when that one was downloaded for another version", () => {
    downloaded('44.0.0')
    expect(find()).toBeNull()
  })

  it("is the registry's for a day after a download that failed", () => {
    fromRegistry()
    expect(find()).toBeNull()
    downloadFailed(23 * hourMs)
    expect(find()).toMatchObject({ version: '33.2.1', from: 'registry' })
    downloadFailed(25 * hourMs)
    expect(find()).toBeNull()
  })

  it('is looked for again when the package has another version than the one whose download failed', () => {
    fromRegistry()
    downloadFailed(hourMs, '45.0.0')
    expect(find()).toBeNull()
  })
})

describe("the registry's Electron", () => {
  it('runs on Linux with an x64 processor only', () => {
    expect(registryElectronRunsHere('linux', 'x64')).toBe(true)
    expect(registryElectronRunsHere('linux', 'arm64')).toBe(false)
    expect(registryElectronRunsHere('darwin', 'x64')).toBe(false)
  })

  it("leaves out the other program's code and takes the rest under Electron's own names", () => {
    expect(placeOfEntry('Cypress/Cypress')).toBe('electron')
    expect(placeOfEntry('Cypress/locales/ko.pak')).toBe('locales/ko.pak')
    expect(placeOfEntry('Cypress/resources/app/index.js')).toBeNull()
    expect(placeOfEntry('Cypress/resources/app-update.yml')).toBeNull()
    expect(placeOfEntry('Cypress/browser_v8_context_snapshot.bin')).toBeNull()
  })
})
