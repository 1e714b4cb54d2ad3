// A log that cannot be used says which line and what; one that can loses nothing without saying so.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { parseLog, readLog } from '../../evaluate/logs.ts'

const head = 'ts,track,artist,album,ms_played,reason_start,reason_end,shuffle,skipped'
const log = (...lines: string[]) => parseLog('me', [head, ...lines].join('\n'), 'me.csv')
const folder = mkdtempSync(join(tmpdir(), 'dwell-logs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a listening log', () => {
  it('begins a play when it stopped less what was heard, and sorts by that', () => {
    const { plays } = log(
      '2024-01-01T10:10:00Z,7,1,1,60000,trackdone,trackdone,0,',
      '2024-01-01T10:05:00Z,8,2,2,240000,clickrow,fwdbtn,1,',
    )
    expect(plays.map(({ track, start, sat, byHand, shuffle }) => [track, start % 3600, sat, byHand, shuffle])).toEqual([
      [1, 60, 0, true, true],
      [0, 540, 1, false, false],
    ])
  })

  it('ends a session with more than twenty minutes of silence', () => {
    const at = (minute: number) =>
      `2024-01-01T1${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00Z,1,1,1,60000,,,,`
    expect(log(at(1), at(22), at(44)).plays.map(({ session }) => session)).toEqual([0, 0, 1])
  })

  it('calls false what did not finish and was heard for under half a minute', () => {
    const play = (ms: number, end: string) => log(`2024-01-01T10:00:00Z,1,1,1,${ms},,${end},,`).plays[0]?.fp
    expect([play(29_999, 'fwdbtn'), play(30_000, 'fwdbtn'), play(5000, 'trackdone')]).toEqual([true, false, false])
  })

  it('reads a thin one: times to the minute, nothing else', () => {
    const { plays } = parseLog('b', 'ts,track,artist,album,ms_played\n2020-10-20 00:01,5,9,,440666', 'b.csv')
    expect(plays[0]).toMatchObject({ track: 0, album: -1, sat: null, byHand: null, shuffle: null })
  })

  it('leaves out plays before 1990 and without a track, and says how many', () => {
    const { plays, leftOut } = log(
      '1970-01-01T00:00:05Z,1,1,1,1000,,,,',
      '2024-01-01T10:00:00Z,,1,1,1000,,,,',
      '2024-01-01T10:00:00Z,3,1,1,0,,,,',
    )
    expect(plays).toHaveLength(1)
    expect(leftOut).toEqual({ 'before 1990': 1, 'no track': 1 })
  })

  it('is empty when nothing was played', () => {
    expect(log()).toMatchObject({ plays: [], tracks: 0, sessions: 0 })
  })

  it('names the line and the field that cannot be read', () => {
    expect(() => log('2024-01-01T10:00:00Z,1,1,1,5,,,,', 'yesterday,1,1,1,5,,,,')).toThrow(
      'me.csv, line 3: “ts” is not a time: “yesterday”',
    )
    expect(() => log('2024-01-01T10:00:00Z,1,1,1,-5,,,,')).toThrow(
      'me.csv, line 2: “ms_played” is not a duration: “-5”',
    )
    expect(() => log('2024-01-01T10:00:00Z,1,1,1,,,,,')).toThrow('me.csv, line 2: “ms_played” is not a duration')
    expect(() => parseLog('me', 'when,track\n', 'me.csv')).toThrow(
      'me.csv, line 1: the column “ts” is missing; it has when, track',
    )
  })

  it('says that a file is cut off or not there', () => {
    const cut = join(folder, 'cut.csv.gz')
    writeFileSync(cut, gzipSync(`${head}\n`.repeat(50)).subarray(0, 40))
    expect(() => readLog(cut)).toThrow('cut.csv.gz: is not a whole gzip file: fetch it again')
    expect(() => readLog(join(folder, 'none.csv.gz'))).toThrow(/none.csv.gz: cannot be read/)
  })
})
