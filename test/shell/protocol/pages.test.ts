// The interface's own files and pictures: the right kind, the strictest policy, and no way out of their folder.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppFiles, answerAppFile, answerHiddenFile, listAppFiles } from '../../../main/shell/protocol/app-files.ts'
import { answerArt } from '../../../main/shell/protocol/art.ts'

let folder: string
let files: AppFiles

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-app-'))
  const renderer = join(folder, 'renderer')
  mkdirSync(join(renderer, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.js'), 'secret')
  writeFileSync(
    join(renderer, 'index.html'),
    '<!doctype html><html lang="en" data-theme="dark"><head><title>Dwell</title></head></html>',
  )
  writeFileSync(join(renderer, 'assets', 'main.js'), 'export {}')
  for (const page of ['training-worker', 'audio-analysis']) {
    mkdirSync(join(renderer, page))
    writeFileSync(join(renderer, page, 'index.html'), '<html lang="en"><head></head></html>')
  }
  writeFileSync(join(renderer, 'assets', 'inter.woff2'), 'font')
  writeFileSync(join(renderer, 'assets', 'notes.xyz'), 'unknown')
  writeFileSync(join(folder, 'thumb.webp'), 'picture')
  symlinkSync(join(folder, 'secret.js'), join(renderer, 'assets', 'link.js'))
  files = listAppFiles(renderer)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const ask = (path: string, init?: RequestInit) =>
  answerAppFile(new Request(`dwell://app${path}`, init), files, { nonce: 'n0nce', theme: 'light', language: 'ko' })

describe('the interface’s files', () => {
  it('start with the page, whose policy lets in nothing foreign', async () => {
    for (const path of ['/', '/index.html', '/index.html?x=1#up-next']) {
      const response = await ask(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('content-security-policy')?.split('; ')).toEqual([
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'nonce-n0nce'",
        'img-src dwell: data: blob:',
        'media-src dwell: blob:',
        'connect-src dwell:',
        "font-src 'self'",
        "worker-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ])
      expect(await response.text()).toContain('<meta property="csp-nonce" nonce="n0nce">')
    }
  })

  it('begin in the listener’s theme and language, before any script has run', async () => {
    expect(await (await ask('/')).text()).toContain('<html lang="ko" data-theme="light">')
  })

  it.each([
    ['/assets/main.js', 'text/javascript; charset=utf-8'],
    ['/assets/inter.woff2', 'font/woff2'],
  ])('say what %s is', async (path, mime) => {
    const response = await ask(path)
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('x-content-type-options'),
    ]).toEqual([200, mime, 'nosniff'])
  })

  it.each([
    '/secret.js',
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/..%5csecret.js',
    '/assets/link.js',
    '/assets/notes.xyz',
    '/assets',
    '/assets/',
    '//etc/passwd',
    '/index.html/',
    '/nothing.js',
  ])('have no way to %s', async path => {
    const response = await ask(path)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('There is no such page.\n')
  })

  it('can only be read', async () => {
    expect((await ask('/', { method: 'POST' })).status).toBe(405)
  })

  it('may be missing altogether', () => {
    expect(listAppFiles(join(folder, 'nowhere')).size).toBe(0)
  })
})

describe('a picture', () => {
  const hash = '0123456789abcdef0123456789abcdef'
  const found: string[] = []
  const find = async (asked: string, size: number) => {
    found.push(`${asked} ${size}`)
    if (size === 1024) throw new Error(`${folder}/thumb.webp is not there`)
    return { path: join(folder, 'thumb.webp'), mime: 'image/webp' }
  }
  const askArt = (path: string) => answerArt(new Request(`dwell://art/${path}`), find)

  it('never grows old, since its name is its content', async () => {
    const response = await askArt(`${hash}?size=64`)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': 'dwell://app',
    })
    expect(await response.text()).toBe('picture')
    expect(found.at(-1)).toBe(`${hash} 64`)
  })

  it.each([`${hash}?size=63`, `${hash}?size=`, 'abc?size=64', `${hash}/..?size=64`, '?size=64', `${hash}?size=1024`])(
    'is not at dwell://art/%s',
    async path => {
      const response = await askArt(path)
      expect(response.status).toBe(404)
      expect(await response.text()).toBe('There is no such picture.\n')
    },
  )
})

describe('a hidden page’s files', () => {
  const asHidden = (page: 'audio-analysis' | 'training-page', path: string) =>
    answerHiddenFile(new Request(`dwell://app${path}`), files, page)

  it('are its own page and the scripts, and none of the interface’s', async () => {
    const status = async (page: 'audio-analysis' | 'training-page', path: string) => (await asHidden(page, path)).status
    expect(await status('training-page', '/training-worker/index.html')).toBe(200)
    expect(await status('training-page', '/assets/main.js')).toBe(200)
    for (const path of [
      '/',
      '/index.html',
      '/audio-analysis/index.html',
      '/assets/inter.woff2',
      '/training-worker/../index.html',
    ])
      expect(await status('training-page', path), path).toBe(404)
    expect(await status('audio-analysis', '/audio-analysis/index.html')).toBe(200)
    expect(await status('audio-analysis', '/training-worker/index.html')).toBe(404)
  })

  it('are none of the interface’s', async () => {
    expect((await ask('/training-worker/index.html')).status).toBe(404)
  })

  it('carry a policy under which nothing leaves, scripts of threads included', async () => {
    for (const path of ['/training-worker/index.html', '/assets/main.js'])
      expect((await asHidden('training-page', path)).headers.get('content-security-policy')?.split('; ')).toEqual([
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ])
    expect(
      (await asHidden('audio-analysis', '/audio-analysis/index.html')).headers.get('content-security-policy'),
    ).toContain("connect-src 'self' dwell://media;")
  })
})
