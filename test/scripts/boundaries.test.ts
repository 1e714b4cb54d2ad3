// Every wall between the rooms holds: a breach planted behind each of them is found, and a tidy house has none.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import rules from '../../.dependency-cruiser.mjs'
import { breaches } from '../../scripts/boundaries.mjs'
import { root } from '../../scripts/places.mjs'

let house = ''

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'dwell-house-'))
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
  const packages = Object.fromEntries(['electron', 'better-sqlite3', 'zod', 'react'].map(name => [name, '*']))
  writeFileSync(join(house, 'package.json'), JSON.stringify({ name: 'house', type: 'module', dependencies: packages }))
})

afterEach(() => rmSync(house, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>) {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), source)
  }
}

const value = 'export const value = 1\n'

describe('the walls between the rooms', () => {
  it('let a tidy house stand', async () => {
    write({
      'models/sum.ts': value,
      'preload/contract/contract.ts':
        "import { z } from 'zod'\nimport { value } from '../../models/sum.ts'\nexport const schema = z.literal(value)\n",
      'preload/index.ts':
        "import { contextBridge } from 'electron'\nimport { schema } from './contract/contract.ts'\ncontextBridge.exposeInMainWorld('x', schema)\n",
      'main/index.ts':
        "import { app } from 'electron'\nimport { value } from './shell/window.ts'\napp.setName(String(value))\n",
      'main/shell/window.ts': value,
      'main/core/store/open.ts':
        "import Database from 'better-sqlite3'\nimport { join } from 'node:path'\nexport const open = () => new Database(join('a'))\n",
      'evaluate/product/listener.ts':
        "import { open } from '../../main/core/store/open.ts'\nexport const listener = open\n",
      'renderer/ui/button.tsx': "import { useState } from 'react'\nexport const Button = () => <b>{useState(1)}</b>\n",
      'renderer/base/route.ts': value,
      'renderer/player/store.ts': value,
      'renderer/features/page.tsx':
        "import { value } from '../base/route.ts'\nimport { Button } from '../ui/button.tsx'\nexport const Page = () => <Button>{value}</Button>\n",
      'renderer/frame/app.tsx':
        "import { Page } from '../features/page.tsx'\nimport { value } from '../player/store.ts'\nexport const App = () => <Page key={value} />\n",
      'renderer/main.tsx': "import { App } from './frame/app.tsx'\nexport const app = App\n",
    })
    expect(await breaches(house)).toEqual([])
  })

  const planted: readonly [rule: string, breach: Readonly<Record<string, string>>][] = [
    [
      'research-stays-out',
      {
        'main/core/queue/a.ts': "import { value } from '../../../models/research/b.ts'\nexport const a = value\n",
        'models/research/b.ts': value,
      },
    ],
    [
      'research-stays-out',
      {
        'models/next-track/a.ts': "import { value } from '../research/next-track/b.ts'\nexport const a = value\n",
        'models/research/next-track/b.ts': value,
      },
    ],
    [
      'text-is-ground',
      {
        'main/core/text/a.ts': "import { value } from '../store/b.ts'\nexport const a = value\n",
        'main/core/store/b.ts': value,
      },
    ],
    [
      'store-is-ground',
      {
        'main/core/store/tables/a.ts': "import { value } from '../../queue/b.ts'\nexport const a = value\n",
        'main/core/queue/b.ts': value,
      },
    ],
    [
      'store-is-ground',
      {
        'main/core/store/a.ts': "import { value } from '../service.ts'\nexport const a = value\n",
        'main/core/service.ts': value,
      },
    ],
    [
      'floors-know-no-service',
      {
        'main/core/reader/a.ts': "import { value } from '../library/b.ts'\nexport const a = value\n",
        'main/core/library/b.ts': value,
      },
    ],
    [
      'floors-know-no-service',
      {
        'main/core/scoring/a.ts': "import { value } from '../learning/b.ts'\nexport const a = value\n",
        'main/core/learning/b.ts': value,
      },
    ],
    [
      'floors-know-no-service',
      {
        'main/core/champions.ts': "import { value } from './learning/b.ts'\nexport const a = value\n",
        'main/core/learning/b.ts': value,
      },
    ],
    [
      'services-meet-at-the-top',
      {
        'main/core/queue/a.ts': "import { value } from '../learning/b.ts'\nexport const a = value\n",
        'main/core/learning/b.ts': value,
      },
    ],
    [
      'services-meet-at-the-top',
      {
        'main/core/sound/a.ts': "import { value } from '../library/b.ts'\nexport const a = value\n",
        'main/core/library/b.ts': value,
      },
    ],
    [
      'a-reunion-writes-as-a-scan-does',
      {
        'main/core/sound/reunion.ts': "import { value } from '../library/scan/b.ts'\nexport const a = value\n",
        'main/core/library/scan/b.ts': value,
      },
    ],
    [
      'nobody-stands-on-the-top',
      {
        'main/core/queue/a.ts': "import { value } from '../index.ts'\nexport const a = value\n",
        'main/core/index.ts': value,
      },
    ],
    ['models-are-pure', { 'models/a.ts': "import { z } from 'zod'\nexport const a = z\n" }],
    [
      'models-are-pure',
      {
        'models/a.ts': "import { value } from '../preload/contract/b.ts'\nexport const a = value\n",
        'preload/contract/b.ts': value,
      },
    ],
    [
      'contract-stands-alone',
      { 'preload/contract/a.ts': "import { useState } from 'react'\nexport const a = useState\n" },
    ],
    [
      'preload-is-a-bridge',
      {
        'preload/index.ts': "import { value } from '../main/shell/b.ts'\nexport const a = value\n",
        'main/shell/b.ts': value,
      },
    ],
    [
      'core-knows-no-shell',
      { 'main/core/a.ts': "import { value } from '../shell/b.ts'\nexport const a = value\n", 'main/shell/b.ts': value },
    ],
    [
      'core-knows-no-shell',
      {
        'main/core/a.ts': "import { value } from '../../renderer/b.ts'\nexport const a = value\n",
        'renderer/b.ts': value,
      },
    ],
    [
      'shell-shows-no-page',
      {
        'main/shell/a.ts': "import { value } from '../../renderer/b.ts'\nexport const a = value\n",
        'renderer/b.ts': value,
      },
    ],
    ['electron-in-the-shell-only', { 'main/core/a.ts': "import { app } from 'electron'\nexport const a = app\n" }],
    ['electron-in-the-shell-only', { 'main/core/a.ts': "import type { App } from 'electron'\nexport type A = App\n" }],
    ['electron-in-the-shell-only', { 'renderer/a.ts': "export const a = await import('electron')\n" }],
    [
      'sqlite-in-the-store-only',
      { 'main/core/queue/a.ts': "import Database from 'better-sqlite3'\nexport const a = Database\n" },
    ],
    [
      'sqlite-in-the-store-only',
      { 'main/core/queue/a.ts': "import { DatabaseSync } from 'node:sqlite'\nexport const a = DatabaseSync\n" },
    ],
    [
      'evaluate-needs-no-app',
      {
        'evaluate/experiments/a.ts': "import { value } from '../../main/core/b.ts'\nexport const a = value\n",
        'main/core/b.ts': value,
      },
    ],
    [
      'product-is-tried-without-a-window',
      {
        'evaluate/product/a.ts': "import { value } from '../../main/shell/b.ts'\nexport const a = value\n",
        'main/shell/b.ts': value,
      },
    ],
    [
      'renderer-is-a-page',
      {
        'renderer/a.ts': "import type { B } from '../main/core/b.ts'\nexport type A = B\n",
        'main/core/b.ts': 'export type B = 1\n',
      },
    ],
    ['renderer-has-no-node', { 'renderer/a.ts': "import { join } from 'node:path'\nexport const a = join\n" }],
    ['renderer-has-no-node', { 'models/a.ts': "import fs from 'fs'\nexport const a = fs\n" }],
    [
      'elements-know-no-music',
      {
        'renderer/ui/a.tsx': "import { value } from '../player/b.ts'\nexport const A = () => <b>{value}</b>\n",
        'renderer/player/b.ts': value,
      },
    ],
    [
      'elements-know-no-music',
      {
        'renderer/ui/a.tsx': "import { value } from '../features/b.ts'\nexport const A = () => <b>{value}</b>\n",
        'renderer/features/b.ts': value,
      },
    ],
    [
      'nothing-stands-on-the-frame',
      {
        'renderer/features/a.ts': "import { value } from '../frame/b.ts'\nexport const a = value\n",
        'renderer/frame/b.ts': value,
      },
    ],
    [
      'nothing-stands-on-the-frame',
      {
        'renderer/base/a.ts': "import { value } from '../frame/b.ts'\nexport const a = value\n",
        'renderer/frame/b.ts': value,
      },
    ],
    [
      'base-knows-no-feature',
      {
        'renderer/base/a.ts': "import { value } from '../features/b.ts'\nexport const a = value\n",
        'renderer/features/b.ts': value,
      },
    ],
    [
      'player-draws-nothing',
      {
        'renderer/player/a.ts': "import { value } from '../base/b.ts'\nexport const a = value\n",
        'renderer/base/b.ts': value,
      },
    ],
    [
      'nobody-imports-tests',
      { 'main/core/a.ts': "import { value } from '../../test/b.ts'\nexport const a = value\n", 'test/b.ts': value },
    ],
    [
      'no-circles',
      {
        'main/core/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n",
        'main/core/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
      },
    ],
    ['every-import-is-found', { 'main/core/a.ts': "import './nowhere.ts'\n" }],
  ]

  it('have a planted breach each', () => {
    const walls = (rules.forbidden ?? []).map(({ name }) => name)
    expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual(walls.sort())
  })

  it.each(planted)('find a breach of %s', async (rule, breach) => {
    write(breach)
    expect((await breaches(house)).map(found => found.rule)).toContain(rule)
  })
})
