// A real listener's years of listening, in Spotify's format over made-up names, brought along as any listener's file is.
import { describe, expect, it } from 'vitest'
import { home, learned, own } from './home.ts'
import { needsRealListener, realListener } from './real-listener.ts'
import { zipOf } from './zip.ts'

const year = 365 * 86_400_000

describe('a real listener’s log', () => {
  it('comes along whole: every play, its track where it is owned, and how it ended', needsRealListener, async () => {
    const { rows, owned } = realListener()
    const heard = rows.filter(row => row.ms_played > 0)
    const last = Math.max(...rows.map(row => Date.parse(row.ts)))
    const at = await home(undefined, last + year)
    own(at.store, owned)
    const files: Record<string, string> = {}
    for (let from = 0; from < rows.length; from += 15_000)
      files[`Spotify Extended Streaming History/Streaming_History_Audio_${from / 15_000}.json`] = JSON.stringify(
        rows.slice(from, from + 15_000),
      )
    const preview = await at.ask('history.preview', { path: at.file('my_spotify_data.zip', zipOf(files)) })
    const titles = new Set(owned.map(({ artist, title }) => `${artist} ${title}`))
    const isOwned = (row: (typeof rows)[number]) =>
      titles.has(`${row.master_metadata_album_artist_name} ${row.master_metadata_track_name}`)
    expect(preview).toMatchObject({
      format: 'spotify',
      rows: rows.length,
      broken: 0,
      passedOver: rows.length - heard.length,
    })
    expect(preview.plays + preview.duplicates).toBe(heard.length)
    expect(preview.duplicates).toBeLessThan(heard.length / 200)
    expect(preview.how.typo + preview.how.version).toBeLessThan(owned.length / 500)
    const share = heard.filter(isOwned).length / heard.length
    expect(preview.matchedPlays / preview.plays).toBeCloseTo(share, 2)

    await at.ask('history.import', { previewId: preview.previewId })
    const plays = learned(at.store)
    expect(plays).toHaveLength(preview.plays)
    const told = (end: string) => heard.filter(row => row.reason_end === end).length
    const finished = plays.filter(play => play.cause === 'finished')
    expect(Math.abs(finished.length - told('trackdone'))).toBeLessThanOrEqual(preview.duplicates)
    expect(finished.every(play => play.sat === 1 && play.outcome === 'TP')).toBe(true)
    const skipped = plays.filter(play => play.cause === 'skip')
    expect(Math.abs(skipped.length - told('fwdbtn'))).toBeLessThanOrEqual(preview.duplicates)
    expect(skipped.filter(play => play.sat === 0).length).toBeGreaterThan(skipped.length / 2)
    expect(plays.filter(play => play.ghost_id !== null)).not.toHaveLength(0)
  })
})
