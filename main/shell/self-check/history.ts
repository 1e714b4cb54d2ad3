// The self-check's history: brought along from a file, taken back as a whole, and brought along again, the same each time.
import type { App, Detail } from './steps.ts'
import { until } from './waiting.ts'

const MINUTE = 60_000

export async function history({ core }: App, file: string): Promise<Detail> {
  const plays = async () => (await core.call('listening.totals')).plays
  const before = await plays()
  const preview = await core.call('history.preview', { path: file })
  if (preview.plays === 0) throw new Error(`${preview.fileName} holds no play that could be brought along`)
  if ((await plays()) !== before) throw new Error('the preview has written something')

  const first = await core.call('history.import', { previewId: preview.previewId })
  await idle(core)
  if (first.plays !== preview.plays)
    throw new Error(`the preview promised ${preview.plays} plays, ${first.plays} were brought along`)
  await core.call('history.undo', { id: first.id })
  await idle(core)
  if ((await plays()) !== before) throw new Error('taking the import back left something behind')
  const again = await core.call('history.preview', { path: file })
  const second = await core.call('history.import', { previewId: again.previewId })
  await idle(core)
  if (second.matchedPlays !== first.matchedPlays)
    throw new Error(`${first.matchedPlays} plays matched the first time, ${second.matchedPlays} the second time`)
  return {
    format: preview.format,
    rows: preview.rows,
    broken: preview.broken,
    duplicates: preview.duplicates,
    plays: second.plays,
    matchedPlays: second.matchedPlays,
    matchedTracks: preview.matchedTracks,
    how: preview.how,
  }
}

const idle = (core: App['core']) =>
  until('the end of bringing a history along', 10 * MINUTE, async () =>
    (await core.call('history.progress')).state === 'idle' ? true : null,
  )
