// Which tests run where: logic in Node, the real application in a real Electron, two files at a time.
import { configDefaults, defineConfig } from 'vitest/config'
import { workers } from './test/e2e/workers.ts'

/** A limit for what hangs: no machine is so busy that a test that goes on would reach it. */
const HANGS_MS = 15 * 60_000

/**
 * V8 of Node 24 counts the pages of compiled code in one table of the process where the processor has protection keys, and aborts
 * (“jit_page.has_value()”) when threads that run WebAssembly come and go, which is what the tests of workers are about.
 */
const forks = ['--no-memory-protection-keys']

const ofBoth = {
  environment: 'node',
  execArgv: forks,
  setupFiles: 'test/seed.ts',
  testTimeout: HANGS_MS,
  hookTimeout: HANGS_MS,
  expect: { poll: { timeout: HANGS_MS - 5 * 60_000, interval: 5 } },
} as const

export default defineConfig({
  test: {
    // A worker that died is waited for so long.
    teardownTimeout: 120_000,
    projects: [
      {
        test: {
          ...ofBoth,
          name: 'unit',
          maxWorkers: 2,
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: [...configDefaults.exclude, 'test/e2e/**', 'test/bench/**'],
        },
      },
      {
        test: {
          ...ofBoth,
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts', 'test/renderer/**/*.e2e.ts'],
          globalSetup: ['test/e2e/global-setup.ts'],
          setupFiles: ['test/seed.ts', 'test/e2e/own-screen.ts'],
          maxWorkers: workers,
        },
      },
    ],
  },
})
