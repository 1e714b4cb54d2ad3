// Where each worker of the core begins: its source under plain Node, its bundle (all in one folder) in the app.
import type { CoreContext } from './service.ts'

type Workers = CoreContext['workers']

const sources: Readonly<Record<keyof Workers, string>> = {
  tags: './library/tag-worker.ts',
  art: './library/art-worker.ts',
  walk: './library/scan/walk-worker.ts',
  reader: './reader-worker.ts',
  keeper: './store/keeper-worker.ts',
  history: './history/history-worker.ts',
  demo: './demo/demo-worker.ts',
  scorer: './scoring/scorer-worker.ts',
}

/** `here` is this module's own `import.meta.url`, or the bundle's that holds it: a `.ts` address means source. */
export function workerEntries(here: string = import.meta.url): Workers {
  const bundled = !here.endsWith('.ts')
  const entry = (name: keyof Workers) => {
    const source = sources[name]
    return new URL(bundled ? `./${source.slice(source.lastIndexOf('/') + 1).replace(/\.ts$/, '.js')}` : source, here)
  }
  return {
    tags: entry('tags'),
    art: entry('art'),
    walk: entry('walk'),
    reader: entry('reader'),
    keeper: entry('keeper'),
    history: entry('history'),
    demo: entry('demo'),
    scorer: entry('scorer'),
  }
}
