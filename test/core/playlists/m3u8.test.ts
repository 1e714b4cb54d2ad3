// Playlists as text: what other players write is read, what is written reads back the same.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatM3u8, parseM3u8 } from '../../../main/core/playlists/m3u8.ts'

describe('an M3U8 file', () => {
  it('gives each file with what is said of it', () => {
    expect(
      parseM3u8('\uFEFF#EXTM3U\r\n#EXTINF:215,이소라 - 바람이 분다\r\nmusic/01.flac\r\n\r\n#EXTVLCOPT:x\n./b.mp3\n'),
    ).toEqual([
      { location: 'music/01.flac', artist: '이소라', title: '바람이 분다', durationMs: 215_000 },
      { location: './b.mp3', artist: null, title: null, durationMs: null },
    ])
  })

  it('reads a title without an artist, and unknown lengths', () => {
    expect(parseM3u8('#EXTINF:-1 tvg-id="a",Interlude\nx.ogg')).toEqual([
      { location: 'x.ogg', artist: null, title: 'Interlude', durationMs: null },
    ])
  })

  it('reads back what was written, whatever the names', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
      .map(text => text.replace(/[\r\n]/g, ' ').trim())
      .filter(text => text !== '' && !text.includes(' - '))
    const location = word.filter(text => !text.startsWith('#'))
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            location,
            artist: word,
            title: word,
            durationMs: fc.integer({ min: 1, max: 9000 }).map(s => s * 1000),
          }),
        ),
        entries => {
          // a name that ends in ' -' would be split elsewhere
          const plain = entries.filter(entry => !/(^| )-|-( |$)/.test(`${entry.artist}|${entry.title}`))
          expect(parseM3u8(formatM3u8(plain))).toEqual(plain)
        },
      ),
    )
  })

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), text => Array.isArray(parseM3u8(text))))
  })
})
