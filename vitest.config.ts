// Which tests run where: logic in Node, the real application in a real Electron, two files at a time.
import { configDefaults, defineConfig } from 'vitest/config'
import { workers } from './test/e2e/workers.ts'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: [...configDefaults.exclude, 'test/e2e/**', 'test/bench/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.e2e.ts', 'test/renderer/**/*.e2e.ts'],
          testTimeout: 15 * 60_000,
          hookTimeout: 15 * 60_000,
          expect: { poll: { timeout: 10 * 60_000, interval: 20 } },
          globalSetup: ['test/e2e/global-setup.ts'],
          setupFiles: ['test/e2e/own-screen.ts'],
          maxWorkers: workers,
        },
      },
    ],
  },
})
