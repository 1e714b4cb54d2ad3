// A vitest report as its JSON reporter writes it, made of what a test has to say about one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { root } from '../../scripts/places.mjs'

export interface WrittenTest {
  readonly status: 'passed' | 'failed' | 'pending' | 'todo'
  readonly title?: string
  readonly ms?: number
  readonly why?: string
  readonly failures?: readonly string[]
}

/** Its path; gone when the test is over. */
export function writtenReport(
  ...files: readonly { status: 'passed' | 'failed'; name?: string; tests: readonly WrittenTest[] }[]
): string {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const testResults = files.map(({ status, name = 'test/a.test.ts', tests }) => ({
    name: join(root, name),
    status,
    assertionResults: tests.map(test => ({
      status: test.status,
      title: test.title ?? 'does as it must',
      ancestorTitles: ['', 'a thing'],
      duration: test.ms ?? null,
      failureMessages: test.failures ?? [],
      meta: test.why === undefined ? {} : { skipped: test.why },
    })),
  }))
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}
