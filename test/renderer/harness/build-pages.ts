// Builds the pages of the interface tests as they are shipped, into the folder that is named: a program of its own.
import { build } from 'vite'
import { harnessConfig, pages } from './vite.ts'

// React and its compiler look at this, not at Vite's mode; under a test runner it is 'test'.
process.env['NODE_ENV'] = 'production'
await build({
  ...harnessConfig,
  logLevel: 'error',
  build: {
    outDir: process.argv[2] ?? '',
    emptyOutDir: true,
    target: 'chrome130',
    minify: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: pages },
  },
})
