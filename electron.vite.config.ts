// How the rooms become a program: three bundles (main, preload, renderer), natives left outside, workers beside the core.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { cssTypes } from './scripts/css-types.mjs'

const root = dirname(fileURLToPath(import.meta.url))

/** Oldest runtime that a build must run on: Electron 33 (Node 20.18, Chromium 130). */
const nodeTarget = 'node20.18'
const chromeTarget = 'chrome130'

/**
 * What is not JavaScript, or picks its own binary at run time, stays a package. The last three are there for who installs them: TensorFlow's
 * own library, and Dawn for Node, which does not run inside Electron.
 */
const natives = [
  /^better-sqlite3($|\/)/,
  /^@parcel\/watcher($|\/)/,
  /^opusscript$/,
  /^electron($|\/)/,
  /^@tensorflow\/tfjs-node($|\/)/,
  /^@tensorflow\/tfjs-backend-webgpu($|\/)/,
  /^webgpu$/,
]

/** Entries by the name of the file they become; a room that is not built yet does not stop the others. */
function present(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries)
      .map(([name, file]) => [name, join(root, file)] as const)
      .filter(([, file]) => existsSync(file)),
  )
}

/** Every file of that ending below main/ runs in a thread of its own, so it is a program of its own. */
const workerEnding = '-worker.ts'

const workers = readdirSync(join(root, 'main'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith(workerEnding))
  .map(file => [basename(file, '.ts'), `main/${file}`] as const)
if (new Set(workers.map(([name]) => name)).size < workers.length) throw new Error('two workers have one name')

const mainEntries = present({
  index: 'main/index.ts',
  core: 'main/core/process.ts',
  training: 'main/core/learning/training-worker/process.ts',
  ...Object.fromEntries(workers),
})
const preloadEntries = present({ index: 'preload/index.ts', hidden: 'preload/hidden.ts' })
const pages = present({
  index: 'renderer/index.html',
  training: 'renderer/training-worker/index.html',
  'audio-analysis': 'renderer/audio-analysis/index.html',
})

/** Files that code opens by `new URL('./name', import.meta.url)`: they must lie beside the bundle as they lie beside the source. */
function besideTheBundle(folder: string, as: string): Plugin {
  return {
    name: `dwell:beside:${as}`,
    writeBundle(options) {
      const from = join(root, folder)
      if (options.dir && existsSync(from)) cpSync(from, join(options.dir, as), { recursive: true })
    },
  }
}

const programByPath = /new URL\(\s*(['"])\.{1,2}\/(?:[\w.-]+\/)*([\w-]+)\.ts\1\s*,\s*import\.meta\.url\s*,?\s*\)/g

/** A worker that code opens by its path in the source tree lies beside the bundle in the built app. */
function workersBesideTheBundle(): Plugin {
  return {
    name: 'dwell:workers',
    enforce: 'pre',
    transform(code) {
      return code.includes('.ts') ? code.replace(programByPath, `new URL('./$2.js', import.meta.url)`) : null
    },
  }
}

const wasmByName = /\b(import\.meta|\w+)\.resolve\(\s*(['"])((?:@[\w.-]+\/)?[\w.-]+\/[^'"]+\.wasm)\2\s*,?\s*\)/g

/** WebAssembly that code names by its package (`import.meta.resolve('@jsquash/…/x.wasm')`) is copied beside the bundle and found there. */
function wasmBesideTheBundle(): Plugin {
  return {
    name: 'dwell:wasm',
    enforce: 'pre',
    transform(code) {
      if (!code.includes('.wasm')) return null
      return code.replace(wasmByName, (_call, resolver: string, _quote, specifier: string) => {
        const file = fileURLToPath(import.meta.resolve(specifier))
        this.emitFile({ type: 'asset', fileName: basename(file), source: readFileSync(file) })
        const url = `new URL('./${basename(file)}', import.meta.url)`
        return resolver === 'import.meta' ? `${url}.href` : `process.getBuiltinModule('node:url').fileURLToPath(${url})`
      })
    },
  }
}

/** A sandboxed preload can neither be a module nor require another file: what two of them share would make a third. */
function eachInOneFile(): Plugin {
  return {
    name: 'dwell:one-file',
    generateBundle(_options, bundle) {
      const shared = Object.values(bundle).filter(each => each.type === 'chunk' && !each.isEntry)
      if (shared.length > 0) this.error(`preloads share ${shared.map(({ fileName }) => fileName).join(', ')}`)
    },
  }
}

/** react-aria brings its words in thirty languages, a tenth of the page’s script; Dwell speaks two. */
function ourLanguagesOnly(): Plugin {
  const foreign = /[\\/]react-(aria|stately).*[\\/]intl[\\/].*[\\/](?!en-US|ko-KR)[a-z]{2}-[A-Z]{2}\.mjs$/
  return { name: 'dwell:languages', enforce: 'pre', load: id => (foreign.test(id) ? 'export default {}' : null) }
}

export default defineConfig({
  ...(Object.keys(mainEntries).length > 0 && {
    main: {
      plugins: [
        workersBesideTheBundle(),
        wasmBesideTheBundle(),
        besideTheBundle('main/core/store/migrations', 'migrations'),
      ],
      build: {
        outDir: join(root, 'out/main'),
        emptyOutDir: true,
        target: nodeTarget,
        minify: true,
        externalizeDeps: false,
        rolldownOptions: {
          input: mainEntries,
          external: natives,
          // Flat, so that a path relative to any chunk is a path relative to every chunk.
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
  }),
  ...(Object.keys(preloadEntries).length > 0 && {
    preload: {
      plugins: [eachInOneFile()],
      build: {
        outDir: join(root, 'out/preload'),
        emptyOutDir: true,
        target: nodeTarget,
        minify: true,
        externalizeDeps: false,
        rolldownOptions: {
          input: preloadEntries,
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  }),
  ...(Object.keys(pages).length > 0 && {
    renderer: {
      root: join(root, 'renderer'),
      plugins: [react(), ourLanguagesOnly(), cssTypes()],
      build: {
        outDir: join(root, 'out/renderer'),
        emptyOutDir: true,
        target: chromeTarget,
        minify: true,
        // The interface is one page from the disk: nothing is gained by fetching it in parts.
        chunkSizeWarningLimit: 2_000,
        // The content security policy of the pages allows no data: scripts or styles, and files load from disk anyway.
        assetsInlineLimit: 0,
        rolldownOptions: { input: pages },
      },
    },
  }),
})
