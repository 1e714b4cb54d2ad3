// Reading the table of music: one artist under one name, styles as words, and a table that cannot be read says where.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMusic } from '../../../evaluate/sound/music.ts'

const head = 'package\tpath_in_package\tseconds\ttag_artist\tstyle_by_package_manual'

describe('the table of music', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dwell-table-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const read = (...lines: string[]) => {
    const file = join(folder, 'music.tsv')
    writeFileSync(file, `${lines.join('\n')}\n`)
    return readMusic(file)
  }

  it('brings an artist under one name, however it is written, and names those without tags by their package', () => {
    const artists = read(
      head,
      'amoebax-data\ta.ogg\t70\tÀlex Almarza\tgame soundtrack',
      'amoebax-data\tb.ogg\t70\tAlex Almarza\tgame soundtrack',
      'nexuiz-music\tpk3/c.ogg\t70\tGerd (elysis) Raudenbusch\telectronic/industrial',
      'nexuiz-music\tpk3/d.ogg\t70\twww.elysis.de\telectronic/industrial',
      'noiz2sa-data\te.ogg\t70\t\ttechno',
      'titanion-data\tf.ogg\t70\t\ttechno',
      'asc-music\tg.mp3\t70\t\tsynth orchestral',
    ).map(track => track.artist)
    expect(artists).toEqual(['alex almarza', 'alex almarza', 'elysis', 'elysis', 'kenta cho', 'kenta cho', 'asc-music'])
  })

  it('takes styles as words, without those that are no style', () => {
    const [first, second] = read(head, 'a\ta.ogg\t70\t\tpiano/new-age', 'b\tb.ogg\t70\t\tdeath-metal (stem pairs)')
    expect(first?.styles).toEqual(['piano', 'newage'])
    expect(second?.styles).toEqual(['death', 'metal'])
  })

  it('says which line or column cannot be used', () => {
    expect(() => read(head, 'a\ta.ogg\tlong\t\ttechno')).toThrow('music.tsv, line 2: “seconds” is not a length: “long”')
    expect(() => read('package\tseconds', 'a\t70')).toThrow('the column “path_in_package” is missing')
  })
})
